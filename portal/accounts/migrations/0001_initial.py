import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import portal.core.fields
import portal.core.first_tables
import portal.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        portal.core.first_tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='User',
                    fields=[
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('email', portal.core.fields.AddressField(max_length=254, unique=True, verbose_name='e-mail address')),
                        ('name', portal.core.fields.LineField(help_text='As the person writes it.', max_length=200, verbose_name='name')),
                        ('role', models.CharField(choices=[('desk_officer', 'desk officer'), ('supervisor', 'supervisor'), ('operator', 'operator'), ('administrator', 'administrator'), ('reader', 'reader'), ('investor', 'investor')], max_length=20, verbose_name='role')),
                        ('language', models.CharField(choices=[('en', 'English'), ('ja', 'Japanese'), ('kn', 'Kannada')], default='en', max_length=2, verbose_name='language')),
                        ('zone', portal.core.fields.ZoneField(default='Asia/Kolkata', max_length=64, verbose_name='time zone')),
                        ('supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervised', to=settings.AUTH_USER_MODEL, verbose_name='supervisor')),
                        ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                        ('is_staff', models.BooleanField(default=False, verbose_name='may open the administration')),
                        ('is_example', models.BooleanField(default=False, verbose_name='example')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'verbose_name': 'user',
                        'verbose_name_plural': 'users',
                        'ordering': ['name', 'id'],
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_user_email_once', violation_error_message='There is already an account with this address.'), models.CheckConstraint(condition=models.Q(('supervisor', models.F('id')), _negated=True), name='accounts_user_not_own_supervisor', violation_error_message='Nobody supervises themselves.')],
                        'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("created_at", "email", "id", "is_active", "is_example", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "supervisor_id", "zone") VALUES (NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."is_example", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."supervisor_id", NEW."zone"); RETURN NULL;', hash='a8dd56f5bbb17a0fff5a1281f26dfde39d23142e', operation='INSERT', pgid='pgtrigger_insert_insert_3867c', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_example" IS DISTINCT FROM (NEW."is_example") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."supervisor_id" IS DISTINCT FROM (NEW."supervisor_id") OR OLD."zone" IS DISTINCT FROM (NEW."zone"))', func='INSERT INTO "accounts_userevent" ("created_at", "email", "id", "is_active", "is_example", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "supervisor_id", "zone") VALUES (NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."is_example", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."supervisor_id", NEW."zone"); RETURN NULL;', hash='69867ea1c0b7d895cbc432fec021cddcd28aa50f', operation='UPDATE', pgid='pgtrigger_update_update_0e890', table='accounts_user', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_userevent" ("created_at", "email", "id", "is_active", "is_example", "is_staff", "is_superuser", "language", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "supervisor_id", "zone") VALUES (OLD."created_at", OLD."email", OLD."id", OLD."is_active", OLD."is_example", OLD."is_staff", OLD."is_superuser", OLD."language", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."supervisor_id", OLD."zone"); RETURN NULL;', hash='ad60b262f09eb24956b6275ed5d0a6ab9392d54b', operation='DELETE', pgid='pgtrigger_delete_delete_19f14', table='accounts_user', when='AFTER'))],
                    },
                ),
                migrations.CreateModel(
                    name='UserEvent',
                    fields=[
                        ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                        ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                        ('pgh_label', models.TextField(help_text='The event label.')),
                        ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='is_superuser_id_email_name_role_language_zone_supervisor_is_active_is_staff_is_example_created_at_events', to=settings.AUTH_USER_MODEL)),
                        ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, serialize=False)),
                        ('email', portal.core.fields.AddressField(max_length=254, verbose_name='e-mail address')),
                        ('name', portal.core.fields.LineField(help_text='As the person writes it.', max_length=200, verbose_name='name')),
                        ('role', models.CharField(choices=[('desk_officer', 'desk officer'), ('supervisor', 'supervisor'), ('operator', 'operator'), ('administrator', 'administrator'), ('reader', 'reader'), ('investor', 'investor')], max_length=20, verbose_name='role')),
                        ('language', models.CharField(choices=[('en', 'English'), ('ja', 'Japanese'), ('kn', 'Kannada')], default='en', max_length=2, verbose_name='language')),
                        ('zone', portal.core.fields.ZoneField(default='Asia/Kolkata', max_length=64, verbose_name='time zone')),
                        ('supervisor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='supervisor')),
                        ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                        ('is_staff', models.BooleanField(default=False, verbose_name='may open the administration')),
                        ('is_example', models.BooleanField(default=False, verbose_name='example')),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'abstract': False,
                    },
                ),
            ],
        ),
    ]
