import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_page_version'),
        ('sectors', '0002_search'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='13049d847a9232a32d30b85e2385a855b8cb1597', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_b98fe', table='sectors_claim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='district',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='b571eb634fe2edf258322b4187497c4c93c5646e', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_b6411', table='sectors_district', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='districtsourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='0b5e0f620e7afbe25cb8e32df5e495883729f5a3', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_dfbe2', table='sectors_district_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incentive',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='5e037398fbfade7c2f9a9a992b12fa789c725ec2', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_4d848', table='sectors_incentive', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incentivesegmentslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='1672f39bd841215506706543f38815264d6b2f06', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_b9402', table='sectors_incentive_segments', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='incentivesourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='0c6035a1abb5fd0cd2d195bc183a9b04af8492bc', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_2b5bc', table='sectors_incentive_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunity',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='813f665b9fb862ea6a0fb95aac34cb429388f270', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_235e2', table='sectors_opportunity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunitypolicieslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='58b889e6287f050bb981770bc670650767d33296', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_a1eb0', table='sectors_opportunity_policies', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunitysegmentslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='3dc568bb8659bf2736ca45cfb1149edbdb299027', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_912ff', table='sectors_opportunity_segments', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunitysourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='a839454c80fa693aa255c399211fc358869322f2', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_3f53c', table='sectors_opportunity_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='opportunitytownshipslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='d776c559663c2cdf6cda0c31bad423620598570b', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_99e38', table='sectors_opportunity_townships', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plot',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='ddb0ae950392bc5882a56b8449f167ccaae87a3e', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_18ede', table='sectors_plot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policy',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='9aff4073ca33534d1e11f501262202ca402e410b', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_1208d', table='sectors_policy', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='policysourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='17bfbaa6f7261644b37a42e383b8f91487431f80', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_ae96b', table='sectors_policy_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='segment',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='143cb2b6b260473c48086c139e59d235b49afa7d', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_1b375', table='sectors_segment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='segmentsourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='a0633e6274ad57d15a820e2c9ff90a8ca6243239', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_d6504', table='sectors_segment_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='8124f74316cd5e6b535475b30b56afd752bc01ce', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_52147', table='sectors_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='township',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='5d21be927de3d47dd9f385d5418815c884ca0037', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_79c8b', table='sectors_township', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='townshipfocuslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='37f4b615849981e1e9abbde4fe02f7f92a32c3bb', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_f3327', table='sectors_township_focus', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='townshipsourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='affd0f66d66157cd8f824a8ecbbaf5079b66b096', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_17b39', table='sectors_township_sources', when='AFTER')),
        ),
    ]
