import django.contrib.postgres.indexes
import django.contrib.postgres.search
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_search_words'),
        ('sectors', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('object_id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('title', django.contrib.postgres.search.SearchVectorField()),
                ('terms', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='district',
            trigger=pgtrigger.compiler.Trigger(name='keep_found', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        IF TG_OP = \'DELETE\' THEN\n            DELETE FROM "sectors_searchentry" WHERE object_id = OLD.id;\n            RETURN NULL;\n        END IF;\n        INSERT INTO "sectors_searchentry" (object_id, kind, title, terms)\n        SELECT NEW.id, \'district\', title, title || body\n        FROM (\n            SELECT array_to_tsvector(ARRAY[\'#district\']) || setweight(setu_terms(concat_ws(\' \', NEW."name_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."name_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."name_kn")), \'C\') || setweight(setu_terms(concat_ws(\' \', NEW."former_name", NEW."headquarters")), \'D\') AS title, setweight(setu_terms(concat_ws(\' \', NEW."note", NEW."code")), \'D\') AS body\n        ) AS cut\n        ON CONFLICT (object_id) DO UPDATE SET title = EXCLUDED.title, terms = EXCLUDED.terms;\n        RETURN NULL;\n    ', hash='48521fb2579bf38b1a51b507f744996d97a68e29', operation='INSERT OR UPDATE OF "name_en", "name_ja", "name_kn", "former_name", "headquarters", "note", "code" OR DELETE', pgid='pgtrigger_keep_found_b9620', table='sectors_district', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='district',
            trigger=pgtrigger.compiler.Trigger(name='keep_found_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM "sectors_searchentry" WHERE kind = \'district\'; RETURN NULL;', hash='4a02dd6f810690fde43f2bbac12be4ed391cc26e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_keep_found_truncate_1fa67', table='sectors_district', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incentive',
            trigger=pgtrigger.compiler.Trigger(name='keep_found', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        IF TG_OP = \'DELETE\' THEN\n            DELETE FROM "sectors_searchentry" WHERE object_id = OLD.id;\n            RETURN NULL;\n        END IF;\n        INSERT INTO "sectors_searchentry" (object_id, kind, title, terms)\n        SELECT NEW.id, \'incentive\', title, title || body\n        FROM (\n            SELECT array_to_tsvector(ARRAY[\'#incentive\']) || setweight(setu_terms(concat_ws(\' \', NEW."name_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."name_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."name_kn")), \'C\') AS title, setweight(setu_terms(concat_ws(\' \', NEW."base_en", NEW."note_en", NEW."cap_note_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."base_ja", NEW."note_ja", NEW."cap_note_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."base_kn", NEW."note_kn", NEW."cap_note_kn")), \'C\') || setweight(setu_terms(concat_ws(\' \', NEW."zone", NEW."size_class", NEW."clause", NEW."slug")), \'D\') AS body\n        ) AS cut\n        ON CONFLICT (object_id) DO UPDATE SET title = EXCLUDED.title, terms = EXCLUDED.terms;\n        RETURN NULL;\n    ', hash='7f181fdf350131dcc2949412eee0b452704b3183', operation='INSERT OR UPDATE OF "name_en", "name_ja", "name_kn", "base_en", "base_ja", "base_kn", "note_en", "note_ja", "note_kn", "cap_note_en", "cap_note_ja", "cap_note_kn", "zone", "size_class", "clause", "slug" OR DELETE', pgid='pgtrigger_keep_found_40537', table='sectors_incentive', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incentive',
            trigger=pgtrigger.compiler.Trigger(name='keep_found_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM "sectors_searchentry" WHERE kind = \'incentive\'; RETURN NULL;', hash='d459692d67e69372e12108cddcb1e544a566108c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_keep_found_truncate_2dc11', table='sectors_incentive', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunity',
            trigger=pgtrigger.compiler.Trigger(name='keep_found', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        IF TG_OP = \'DELETE\' THEN\n            DELETE FROM "sectors_searchentry" WHERE object_id = OLD.id;\n            RETURN NULL;\n        END IF;\n        INSERT INTO "sectors_searchentry" (object_id, kind, title, terms)\n        SELECT NEW.id, \'opportunity\', title, title || body\n        FROM (\n            SELECT array_to_tsvector(ARRAY[\'#opportunity\']) || setweight(setu_terms(concat_ws(\' \', NEW."title_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."title_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."title_kn")), \'C\') AS title, setweight(setu_terms(concat_ws(\' \', NEW."sought_en", NEW."readiness_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."sought_ja", NEW."readiness_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."sought_kn", NEW."readiness_kn")), \'C\') || setweight(setu_terms(concat_ws(\' \', NEW."slug")), \'D\') AS body\n        ) AS cut\n        ON CONFLICT (object_id) DO UPDATE SET title = EXCLUDED.title, terms = EXCLUDED.terms;\n        RETURN NULL;\n    ', hash='9b394f5920ed5c5088ef4efc17e867cc78cbe3e1', operation='INSERT OR UPDATE OF "title_en", "title_ja", "title_kn", "sought_en", "sought_ja", "sought_kn", "readiness_en", "readiness_ja", "readiness_kn", "slug" OR DELETE', pgid='pgtrigger_keep_found_7131f', table='sectors_opportunity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunity',
            trigger=pgtrigger.compiler.Trigger(name='keep_found_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM "sectors_searchentry" WHERE kind = \'opportunity\'; RETURN NULL;', hash='5b1b851f1628194aaa8ff3e97ee6ba7b98cad315', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_keep_found_truncate_c8dab', table='sectors_opportunity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='keep_found', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        IF TG_OP = \'DELETE\' THEN\n            DELETE FROM "sectors_searchentry" WHERE object_id = OLD.id;\n            RETURN NULL;\n        END IF;\n        INSERT INTO "sectors_searchentry" (object_id, kind, title, terms)\n        SELECT NEW.id, \'policy\', title, title || body\n        FROM (\n            SELECT array_to_tsvector(ARRAY[\'#policy\']) || setweight(setu_terms(concat_ws(\' \', NEW."name_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."name_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."name_kn")), \'C\') AS title, setweight(setu_terms(concat_ws(\' \', NEW."targets_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."targets_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."targets_kn")), \'C\') || setweight(setu_terms(concat_ws(\' \', NEW."slug")), \'D\') AS body\n        ) AS cut\n        ON CONFLICT (object_id) DO UPDATE SET title = EXCLUDED.title, terms = EXCLUDED.terms;\n        RETURN NULL;\n    ', hash='012959e662c96faa1d5f17338fb7b22e68156fe7', operation='INSERT OR UPDATE OF "name_en", "name_ja", "name_kn", "targets_en", "targets_ja", "targets_kn", "slug" OR DELETE', pgid='pgtrigger_keep_found_138a7', table='sectors_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='keep_found_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM "sectors_searchentry" WHERE kind = \'policy\'; RETURN NULL;', hash='4e25d13a02360b4907c4590452ece046fa40bd29', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_keep_found_truncate_b221c', table='sectors_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='segment',
            trigger=pgtrigger.compiler.Trigger(name='keep_found', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        IF TG_OP = \'DELETE\' THEN\n            DELETE FROM "sectors_searchentry" WHERE object_id = OLD.id;\n            RETURN NULL;\n        END IF;\n        INSERT INTO "sectors_searchentry" (object_id, kind, title, terms)\n        SELECT NEW.id, \'segment\', title, title || body\n        FROM (\n            SELECT array_to_tsvector(ARRAY[\'#segment\']) || setweight(setu_terms(concat_ws(\' \', NEW."name_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."name_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."name_kn")), \'C\') AS title, setweight(setu_terms(concat_ws(\' \', NEW."summary_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."summary_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."summary_kn")), \'C\') || setweight(setu_terms(concat_ws(\' \', NEW."code")), \'D\') AS body\n        ) AS cut\n        ON CONFLICT (object_id) DO UPDATE SET title = EXCLUDED.title, terms = EXCLUDED.terms;\n        RETURN NULL;\n    ', hash='18b5b01550b31561624aa6c7ce08c5230eb4ccb6', operation='INSERT OR UPDATE OF "name_en", "name_ja", "name_kn", "summary_en", "summary_ja", "summary_kn", "code" OR DELETE', pgid='pgtrigger_keep_found_99bcf', table='sectors_segment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='segment',
            trigger=pgtrigger.compiler.Trigger(name='keep_found_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM "sectors_searchentry" WHERE kind = \'segment\'; RETURN NULL;', hash='81b1055a43ec50fade2fe0298d881933fb155cca', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_keep_found_truncate_e93a4', table='sectors_segment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='keep_found', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        IF TG_OP = \'DELETE\' THEN\n            DELETE FROM "sectors_searchentry" WHERE object_id = OLD.id;\n            RETURN NULL;\n        END IF;\n        INSERT INTO "sectors_searchentry" (object_id, kind, title, terms)\n        SELECT NEW.id, \'source\', title, title || body\n        FROM (\n            SELECT array_to_tsvector(ARRAY[\'#source\']) || setweight(setu_terms(concat_ws(\' \', NEW."publisher", NEW."code")), \'D\') AS title, setweight(setu_terms(concat_ws(\' \', NEW."url")), \'D\') AS body\n        ) AS cut\n        ON CONFLICT (object_id) DO UPDATE SET title = EXCLUDED.title, terms = EXCLUDED.terms;\n        RETURN NULL;\n    ', hash='5bc5cd3d28eda58e7ea7771c562f0ba4fcfd1a2a', operation='INSERT OR UPDATE OF "publisher", "code", "url" OR DELETE', pgid='pgtrigger_keep_found_eb359', table='sectors_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='keep_found_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM "sectors_searchentry" WHERE kind = \'source\'; RETURN NULL;', hash='bcea18aac07645ec6fb232c1f856188e5fdc4235', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_keep_found_truncate_6651b', table='sectors_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='township',
            trigger=pgtrigger.compiler.Trigger(name='keep_found', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n        IF TG_OP = \'DELETE\' THEN\n            DELETE FROM "sectors_searchentry" WHERE object_id = OLD.id;\n            RETURN NULL;\n        END IF;\n        INSERT INTO "sectors_searchentry" (object_id, kind, title, terms)\n        SELECT NEW.id, \'township\', title, title || body\n        FROM (\n            SELECT array_to_tsvector(ARRAY[\'#township\']) || setweight(setu_terms(concat_ws(\' \', NEW."name_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."name_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."name_kn")), \'C\') || setweight(setu_terms(concat_ws(\' \', NEW."developer")), \'D\') AS title, setweight(setu_terms(concat_ws(\' \', NEW."acres_note_en", NEW."access_en", NEW."notes_en")), \'A\') || setweight(setu_terms(concat_ws(\' \', NEW."acres_note_ja", NEW."access_ja", NEW."notes_ja")), \'B\') || setweight(setu_terms(concat_ws(\' \', NEW."acres_note_kn", NEW."access_kn", NEW."notes_kn")), \'C\') || setweight(setu_terms(concat_ws(\' \', NEW."slug")), \'D\') AS body\n        ) AS cut\n        ON CONFLICT (object_id) DO UPDATE SET title = EXCLUDED.title, terms = EXCLUDED.terms;\n        RETURN NULL;\n    ', hash='bc34baab7936e7dfede4842ea3154bb48bcdc623', operation='INSERT OR UPDATE OF "name_en", "name_ja", "name_kn", "acres_note_en", "acres_note_ja", "acres_note_kn", "access_en", "access_ja", "access_kn", "notes_en", "notes_ja", "notes_kn", "developer", "slug" OR DELETE', pgid='pgtrigger_keep_found_c30f1', table='sectors_township', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='township',
            trigger=pgtrigger.compiler.Trigger(name='keep_found_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func='DELETE FROM "sectors_searchentry" WHERE kind = \'township\'; RETURN NULL;', hash='6c773abf8c3786218fa3decfb6679a81927a6a84', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_keep_found_truncate_cdd50', table='sectors_township', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['title'], name='sectors_search_title'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['terms'], name='sectors_search_terms'),
        ),
        # The rows that are there already: their triggers write the entries, their history sees no change.
        migrations.RunSQL(
            [
                'UPDATE sectors_segment SET code = code',
                'UPDATE sectors_opportunity SET slug = slug',
                'UPDATE sectors_township SET slug = slug',
                'UPDATE sectors_district SET code = code',
                'UPDATE sectors_policy SET slug = slug',
                'UPDATE sectors_incentive SET slug = slug',
                'UPDATE sectors_source SET code = code',
            ],
            migrations.RunSQL.noop,
        ),
    ]
