from django.db import migrations, models

# A slot belongs to one open transaction at a time, by an advisory lock that is only tried: no save waits for another, and none can
# lock another out. Locks of two numbers share nothing with those of one (`portal.core.saving`).
COUNT = """
CREATE FUNCTION setu_count_change() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    own integer := 0;
BEGIN
    WHILE NOT pg_try_advisory_xact_lock(20240110, own) LOOP
        own := own + 1;
    END LOOP;
    INSERT INTO core_pageversion AS counted (slot, changes) VALUES (own, 1)
    ON CONFLICT (slot) DO UPDATE SET changes = counted.changes + 1;
END
$$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_search_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='PageVersion',
            fields=[
                ('slot', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('changes', models.PositiveBigIntegerField()),
            ],
            options={
                'verbose_name': 'page version',
                'verbose_name_plural': 'page versions',
            },
        ),
        # Room for the next counts on the page where the row is: no index to touch.
        migrations.RunSQL('ALTER TABLE core_pageversion SET (fillfactor = 20)', 'ALTER TABLE core_pageversion RESET (fillfactor)'),
        migrations.RunSQL(COUNT, 'DROP FUNCTION setu_count_change()'),
    ]
