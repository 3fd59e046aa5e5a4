import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0004_page_version'),
        ('investors', '0001_initial'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='company',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='f5a8c318a79205e289b1d0a075f00fb61c1555a2', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_04e69', table='investors_company', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='companysourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='bff8ddb7336caad472e0e19338bb622d8b31ac99', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_896ea', table='investors_company_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='establishment',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='6958e38d32c67cfa5babfa44baa03af3cd960502', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_f2dbd', table='investors_establishment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='establishmentsourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='d0eb0d514ed14487dc48c274ef2ef5a0779be6dc', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_cb756', table='investors_establishment_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meeting',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='7b31d3d28305c89abb9aaf85c1cbf992ba39228d', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_c48b5', table='investors_meeting', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingopportunitieslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='a210ee1ee7a209a42c474a12a19efb5ac8e03a21', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_1dd3e', table='investors_meeting_opportunities', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingsegmentslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='c23c4e318d1f79d91db8c406df101e26cda2919d', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_a7f89', table='investors_meeting_segments', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingsourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='5aab06a7ab95bdbfb317f2d30bb5e849856e7cc0', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_58982', table='investors_meeting_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingtownshipslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='932504f162ca7b934627bf680700081f0368d2dc', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_d49f7', table='investors_meeting_townships', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='4bc5902759739fe2c6f4d1b40ef64a548a0a78a0', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_e2271', table='investors_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationsourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='0d79be58d36d489173d6225978e9eb85793c38a9', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_08b3e', table='investors_organisation_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='210490efd060e084942a942bf033bcfd190bdcca', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_8af5d', table='investors_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectsourceslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='7d98999331a725d7ac4d9a6480dbfde89c7c23bb', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_aeb97', table='investors_project_sources', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='projectstep',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='4d7f11fa3146061df20daec05c62c59ca6670908', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_8cd99', table='investors_projectstep', when='AFTER')),
        ),
    ]
