"""The one clock, as SQL: the database's time plus the offset that only test and demo databases may hold.

STABLE, so that within one statement it is one instant and indexes can be searched with it.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION setu_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT clock_timestamp() + coalesce((SELECT "offset" FROM core_clockoffset), interval '0')
$$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION setu_now()")]
