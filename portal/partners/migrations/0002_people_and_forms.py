import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.core.fields
import portal.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0001_initial'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PartnerMembership',
            fields=[
                ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(choices=[('member', 'member'), ('administrator', 'administrator')], default='member', max_length=14, verbose_name='role')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
            ],
            options={
                'verbose_name': 'membership in a partner',
                'verbose_name_plural': 'memberships in partners',
                'ordering': ['partner', 'user'],
            },
        ),
        migrations.CreateModel(
            name='PartnerMembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, serialize=False)),
                ('role', models.CharField(choices=[('member', 'member'), ('administrator', 'administrator')], default='member', max_length=14, verbose_name='role')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='apikey',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='apikey',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='apikey',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='partner',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='partner',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='partner',
            name='delete_delete',
        ),
        migrations.RemoveField(
            model_name='apikeyevent',
            name='digest',
        ),
        migrations.AddField(
            model_name='apikey',
            name='submission',
            field=models.UUIDField(blank=True, editable=False, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='apikey',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='apikeyevent',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='partner',
            name='close_reason',
            field=portal.core.fields.LineField(blank=True, max_length=300, verbose_name='reason for closing'),
        ),
        migrations.AddField(
            model_name='partnerevent',
            name='close_reason',
            field=portal.core.fields.LineField(blank=True, max_length=300, verbose_name='reason for closing'),
        ),
        migrations.AlterField(
            model_name='apikeyevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='id_partner_name_prefix_scopes_created_by_created_at_expires_at_revoked_at_version_events', to='partners.apikey'),
        ),
        migrations.AlterField(
            model_name='partnerevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='id_slug_name_is_active_close_reason_is_example_created_at_events', to='partners.partner'),
        ),
        migrations.AddIndex(
            model_name='apikey',
            index=models.Index(models.F('partner'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='partners_key_newest'),
        ),
        migrations.AddIndex(
            model_name='partner',
            index=models.Index(models.F('name'), models.F('id'), name='partners_partner_by_name'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apikey',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_apikeyevent" ("created_at", "created_by_id", "expires_at", "id", "name", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "scopes", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."expires_at", NEW."id", NEW."name", NEW."partner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."prefix", NEW."revoked_at", NEW."scopes", NEW."version"); RETURN NULL;', hash='3211ae21e7ed1806f141867c318dca663f2b89c9', operation='INSERT', pgid='pgtrigger_insert_insert_5235f', table='partners_apikey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apikey',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."partner_id" IS DISTINCT FROM (NEW."partner_id") OR OLD."prefix" IS DISTINCT FROM (NEW."prefix") OR OLD."revoked_at" IS DISTINCT FROM (NEW."revoked_at") OR OLD."scopes" IS DISTINCT FROM (NEW."scopes") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "partners_apikeyevent" ("created_at", "created_by_id", "expires_at", "id", "name", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "scopes", "version") VALUES (NEW."created_at", NEW."created_by_id", NEW."expires_at", NEW."id", NEW."name", NEW."partner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."prefix", NEW."revoked_at", NEW."scopes", NEW."version"); RETURN NULL;', hash='e0b08011832aa260b1647d506f9a416480a1570b', operation='UPDATE', pgid='pgtrigger_update_update_33ba9', table='partners_apikey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='apikey',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_apikeyevent" ("created_at", "created_by_id", "expires_at", "id", "name", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prefix", "revoked_at", "scopes", "version") VALUES (OLD."created_at", OLD."created_by_id", OLD."expires_at", OLD."id", OLD."name", OLD."partner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."prefix", OLD."revoked_at", OLD."scopes", OLD."version"); RETURN NULL;', hash='3e13da4116937367da9a113a2e84f7f7cf4872d7', operation='DELETE', pgid='pgtrigger_delete_delete_63b13', table='partners_apikey', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_partnerevent" ("close_reason", "created_at", "id", "is_active", "is_example", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."close_reason", NEW."created_at", NEW."id", NEW."is_active", NEW."is_example", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."slug"); RETURN NULL;', hash='8ea27859f06488097379538a290f3c6a4e12797e', operation='INSERT', pgid='pgtrigger_insert_insert_71860', table='partners_partner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_partnerevent" ("close_reason", "created_at", "id", "is_active", "is_example", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (NEW."close_reason", NEW."created_at", NEW."id", NEW."is_active", NEW."is_example", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."slug"); RETURN NULL;', hash='a78cb97fc52e2771231e60cfaa8fbf0a11e56ee6', operation='UPDATE', pgid='pgtrigger_update_update_17ece', table='partners_partner', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partner',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_partnerevent" ("close_reason", "created_at", "id", "is_active", "is_example", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug") VALUES (OLD."close_reason", OLD."created_at", OLD."id", OLD."is_active", OLD."is_example", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."slug"); RETURN NULL;', hash='b4ac4c93d7a523cbab601c80daac51fc06eafbd2', operation='DELETE', pgid='pgtrigger_delete_delete_e7dd8', table='partners_partner', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='apikey',
            constraint=models.CheckConstraint(condition=models.Q(('scopes__len__gte', 1)), name='partners_key_has_scope', violation_error_message='Give the key at least one scope.'),
        ),
        # Partners closed before reasons were kept.
        migrations.RunSQL(
            "UPDATE partners_partner SET close_reason = 'closed before reasons were kept' WHERE NOT is_active",
            reverse_sql=migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='partner',
            constraint=models.CheckConstraint(condition=models.Q(('is_active', True), models.Q(('close_reason', ''), _negated=True), _connector='OR'), name='partners_partner_says_why', violation_error_message='Say why the partner is closed.'),
        ),
        migrations.AddField(
            model_name='partnermembership',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='partners.partner', verbose_name='partner'),
        ),
        migrations.AddField(
            model_name='partnermembership',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partner_memberships', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddField(
            model_name='partnermembershipevent',
            name='partner',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.partner', verbose_name='partner'),
        ),
        migrations.AddField(
            model_name='partnermembershipevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='partnermembershipevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='id_user_partner_role_ended_on_events', to='partners.partnermembership'),
        ),
        migrations.AddField(
            model_name='partnermembershipevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='user'),
        ),
        migrations.AddConstraint(
            model_name='partnermembership',
            constraint=models.UniqueConstraint(fields=('user', 'partner'), name='partners_membership_once', violation_error_message='This person already belongs to this partner.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnermembership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_partnermembershipevent" ("ended_on", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."ended_on", NEW."id", NEW."partner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='fc0b11ddf8dd76eb2b5081337b7487287ac679b6', operation='INSERT', pgid='pgtrigger_insert_insert_c6cb7', table='partners_partnermembership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnermembership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "partners_partnermembershipevent" ("ended_on", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (NEW."ended_on", NEW."id", NEW."partner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."user_id"); RETURN NULL;', hash='10963fa704a4e48297b70e619351d997332734db', operation='UPDATE', pgid='pgtrigger_update_update_458f1', table='partners_partnermembership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='partnermembership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "partners_partnermembershipevent" ("ended_on", "id", "partner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "user_id") VALUES (OLD."ended_on", OLD."id", OLD."partner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."user_id"); RETURN NULL;', hash='634f6264df928848d90519fbe4081069f8f3895f', operation='DELETE', pgid='pgtrigger_delete_delete_8d376', table='partners_partnermembership', when='AFTER')),
        ),
    ]
