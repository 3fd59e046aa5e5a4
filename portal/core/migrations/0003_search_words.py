"""Text as a search sees it, in SQL: `portal.core.search.words` cuts what is asked for by the same rules.

The bodies are parsed here and now (`RETURN`), so that they work inside triggers and in a restored dump whatever `search_path` is.
"""

from django.db import migrations

# Dropped: accents, joiners, soft hyphens, variants of one kanji. Then katakana as hiragana, digits of Kannada and Devanagari as ours.
FOLD = r"""
CREATE FUNCTION setu_fold(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN translate(
    lower(normalize(
        regexp_replace(
            normalize(said, NFKD),
            '[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]', '', 'g'
        ),
        NFKC
    )),
    'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ೦೧೨೩೪೫೬೭೮೯०१२३४५६७८९',
    'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ01234567890123456789'
)
"""

# A run of kana and kanji gives its pairs and its last letter, every other word itself; each with its place, for "next to".
TERMS = r"""
CREATE FUNCTION setu_terms(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN (
    SELECT coalesce(string_agg(
        CASE WHEN run.found[1] IS NULL THEN left(run.found[2], 64) ELSE substr(run.found[1], run.letter, 2) END
            || ':' || least(run.place, 16383),
        ' '
    ), '')::tsvector
    FROM (
        SELECT each.found, letter, row_number() OVER (ORDER BY each.number, letter) AS place
        FROM regexp_matches(
            setu_fold(said),
            '([\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+)'
            '|([0-9a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0963\u0966-\u1fff]+)',
            'g'
        ) WITH ORDINALITY AS each(found, number)
        CROSS JOIN LATERAL generate_series(1, CASE WHEN each.found[1] IS NULL THEN 1 ELSE length(each.found[1]) END) AS letter
    ) AS run
)
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_setu_now")]
    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION setu_fold(text)"),
        migrations.RunSQL(TERMS, "DROP FUNCTION setu_terms(text)"),
    ]
