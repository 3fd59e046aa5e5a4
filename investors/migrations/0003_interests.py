import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import portal.core.fields
import portal.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('investors', '0002_page_version'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('sectors', '0003_page_version'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Interest',
            fields=[
                ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reference', models.CharField(editable=False, max_length=12, unique=True, verbose_name='reference')),
                ('name', portal.core.fields.LineField(max_length=120, verbose_name='name')),
                ('company_name', portal.core.fields.LineField(blank=True, max_length=200, verbose_name='company')),
                ('email', portal.core.fields.AddressField(max_length=254, verbose_name='e-mail address')),
                ('country_code', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('language', models.CharField(choices=[('en', 'English'), ('ja', 'Japanese'), ('kn', 'Kannada')], default='en', max_length=2, verbose_name='language')),
                ('zone', portal.core.fields.ZoneField(default='Asia/Kolkata', max_length=64, verbose_name='time zone')),
                ('message', portal.core.fields.ProseField(max_length=4000, verbose_name='enquiry')),
                ('consent', portal.core.fields.LineField(help_text='The sentence that the asker agreed to, in the words he read.', max_length=500, verbose_name='consent')),
                ('state', models.CharField(choices=[('received', 'received'), ('answered', 'answered'), ('closed', 'closed')], default='received', max_length=8, verbose_name='state')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('due_on', models.DateField(verbose_name='to be answered by')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('close_reason', portal.core.fields.LineField(blank=True, max_length=500, verbose_name='reason')),
                ('notes', portal.core.fields.ProseField(blank=True, max_length=10000, verbose_name='notes of the desk')),
                ('remind_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('submission', models.UUIDField(editable=False, unique=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('is_example', models.BooleanField(default=False, verbose_name='example')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name': 'enquiry',
                'verbose_name_plural': 'enquiries',
                'ordering': ['-received_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='InterestAnswer',
            fields=[
                ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('text', portal.core.fields.ProseField(max_length=10000, verbose_name='answer')),
                ('language', models.CharField(choices=[('en', 'English'), ('ja', 'Japanese'), ('kn', 'Kannada')], default='en', max_length=2, verbose_name='language')),
                ('answered_at', models.DateTimeField(verbose_name='answered')),
                ('is_example', models.BooleanField(default=False, verbose_name='example')),
            ],
            options={
                'verbose_name': 'answer',
                'verbose_name_plural': 'answers',
                'ordering': ['answered_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='InterestAnswerEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, serialize=False)),
                ('text', portal.core.fields.ProseField(max_length=10000, verbose_name='answer')),
                ('language', models.CharField(choices=[('en', 'English'), ('ja', 'Japanese'), ('kn', 'Kannada')], default='en', max_length=2, verbose_name='language')),
                ('answered_at', models.DateTimeField(verbose_name='answered')),
                ('is_example', models.BooleanField(default=False, verbose_name='example')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='InterestEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, serialize=False)),
                ('reference', models.CharField(editable=False, max_length=12, verbose_name='reference')),
                ('name', portal.core.fields.LineField(max_length=120, verbose_name='name')),
                ('company_name', portal.core.fields.LineField(blank=True, max_length=200, verbose_name='company')),
                ('email', portal.core.fields.AddressField(max_length=254, verbose_name='e-mail address')),
                ('country_code', models.CharField(blank=True, max_length=2, verbose_name='country')),
                ('language', models.CharField(choices=[('en', 'English'), ('ja', 'Japanese'), ('kn', 'Kannada')], default='en', max_length=2, verbose_name='language')),
                ('zone', portal.core.fields.ZoneField(default='Asia/Kolkata', max_length=64, verbose_name='time zone')),
                ('message', portal.core.fields.ProseField(max_length=4000, verbose_name='enquiry')),
                ('consent', portal.core.fields.LineField(help_text='The sentence that the asker agreed to, in the words he read.', max_length=500, verbose_name='consent')),
                ('state', models.CharField(choices=[('received', 'received'), ('answered', 'answered'), ('closed', 'closed')], default='received', max_length=8, verbose_name='state')),
                ('received_at', models.DateTimeField(verbose_name='received')),
                ('due_on', models.DateField(verbose_name='to be answered by')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('close_reason', portal.core.fields.LineField(blank=True, max_length=500, verbose_name='reason')),
                ('notes', portal.core.fields.ProseField(blank=True, max_length=10000, verbose_name='notes of the desk')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('is_example', models.BooleanField(default=False, verbose_name='example')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='meetingorganisationslink',
            trigger=pgtrigger.compiler.Trigger(name='count_change', sql=pgtrigger.compiler.UpsertTriggerSql(func='PERFORM setu_count_change(); RETURN NULL;', hash='731a7657f98326558be4a7c1bb5e6a13917238c9', level='STATEMENT', operation='INSERT OR UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_count_change_c2c7e', table='investors_meeting_organisations', when='AFTER')),
        ),
        migrations.AddField(
            model_name='interest',
            name='assigned_to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assigned_interests', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='interest',
            name='closed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='interest',
            name='company',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='investors.company', verbose_name='company'),
        ),
        migrations.AddField(
            model_name='interest',
            name='opportunity',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='sectors.opportunity', verbose_name='opportunity'),
        ),
        migrations.AddField(
            model_name='interest',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='investors.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='interest',
            name='plot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='sectors.plot', verbose_name='plot'),
        ),
        migrations.AddField(
            model_name='interest',
            name='township',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interests', to='sectors.township', verbose_name='township'),
        ),
        migrations.AddField(
            model_name='interest',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interests', to=settings.AUTH_USER_MODEL, verbose_name='account of who asks'),
        ),
        migrations.AddField(
            model_name='interestanswer',
            name='answered_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='interestanswer',
            name='interest',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='investors.interest', verbose_name='enquiry'),
        ),
        migrations.AddField(
            model_name='interestanswerevent',
            name='answered_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='interestanswerevent',
            name='interest',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='investors.interest', verbose_name='enquiry'),
        ),
        migrations.AddField(
            model_name='interestanswerevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='interestanswerevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='id_interest_text_language_answered_by_answered_at_is_example_events', to='investors.interestanswer'),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='assigned_to',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='closed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='company',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='investors.company', verbose_name='company'),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='opportunity',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sectors.opportunity', verbose_name='opportunity'),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='organisation',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='investors.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='id_reference_opportunity_township_plot_organisation_user_company_name_company_name_email_country_code_language_zone_message_consent_state_received_at_due_on_assigned_to_answered_at_closed_at_closed_by_close_reason_notes_version_is_example_created_at_events', to='investors.interest'),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='plot',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sectors.plot', verbose_name='plot'),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='township',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='sectors.township', verbose_name='township'),
        ),
        migrations.AddField(
            model_name='interestevent',
            name='user',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account of who asks'),
        ),
        migrations.AddIndex(
            model_name='interest',
            index=models.Index(models.OrderBy(models.F('received_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='investors_interest_newest'),
        ),
        migrations.AddIndex(
            model_name='interest',
            index=models.Index(condition=models.Q(('remind_at__isnull', False)), fields=['remind_at'], name='investors_interest_remind'),
        ),
        migrations.AddIndex(
            model_name='interest',
            index=models.Index(condition=models.Q(('state', 'received')), fields=['assigned_to', 'due_on'], name='investors_interest_waiting'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opportunity__isnull', False), ('township__isnull', False)), models.Q(('opportunity__isnull', False), ('plot__isnull', False)), models.Q(('opportunity__isnull', False), ('organisation__isnull', False)), models.Q(('plot__isnull', False), ('township__isnull', False)), models.Q(('organisation__isnull', False), ('township__isnull', False)), models.Q(('organisation__isnull', False), ('plot__isnull', False)), _connector='OR', _negated=True), name='investors_interest_one_subject', violation_error_message='An enquiry is about one thing.'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='investors_interest_closed_together'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), models.Q(('close_reason', ''), _negated=True), _connector='OR'), name='investors_interest_says_why', violation_error_message='Say why the enquiry is closed.'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'answered'), _negated=True), ('answered_at__isnull', False), _connector='OR'), name='investors_interest_answered_together'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'received'), ('remind_at__isnull', True), _connector='OR'), name='investors_interest_clock_runs_while_waiting'),
        ),
        migrations.AddConstraint(
            model_name='interest',
            constraint=models.CheckConstraint(condition=models.Q(('consent', ''), _negated=True), name='investors_interest_has_consent', violation_error_message='Without your agreement we may not keep your enquiry.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interest',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investors_interestevent" ("answered_at", "assigned_to_id", "close_reason", "closed_at", "closed_by_id", "company_id", "company_name", "consent", "country_code", "created_at", "due_on", "email", "id", "is_example", "language", "message", "name", "notes", "opportunity_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plot_id", "received_at", "reference", "state", "township_id", "user_id", "version", "zone") VALUES (NEW."answered_at", NEW."assigned_to_id", NEW."close_reason", NEW."closed_at", NEW."closed_by_id", NEW."company_id", NEW."company_name", NEW."consent", NEW."country_code", NEW."created_at", NEW."due_on", NEW."email", NEW."id", NEW."is_example", NEW."language", NEW."message", NEW."name", NEW."notes", NEW."opportunity_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."plot_id", NEW."received_at", NEW."reference", NEW."state", NEW."township_id", NEW."user_id", NEW."version", NEW."zone"); RETURN NULL;', hash='be69376ac6be797108643b22df5351bfeb6999ec', operation='INSERT', pgid='pgtrigger_insert_insert_2ef6f', table='investors_interest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interest',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."assigned_to_id" IS DISTINCT FROM (NEW."assigned_to_id") OR OLD."close_reason" IS DISTINCT FROM (NEW."close_reason") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closed_by_id" IS DISTINCT FROM (NEW."closed_by_id") OR OLD."company_id" IS DISTINCT FROM (NEW."company_id") OR OLD."company_name" IS DISTINCT FROM (NEW."company_name") OR OLD."consent" IS DISTINCT FROM (NEW."consent") OR OLD."country_code" IS DISTINCT FROM (NEW."country_code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_example" IS DISTINCT FROM (NEW."is_example") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."notes" IS DISTINCT FROM (NEW."notes") OR OLD."opportunity_id" IS DISTINCT FROM (NEW."opportunity_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."plot_id" IS DISTINCT FROM (NEW."plot_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."township_id" IS DISTINCT FROM (NEW."township_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."zone" IS DISTINCT FROM (NEW."zone"))', func='INSERT INTO "investors_interestevent" ("answered_at", "assigned_to_id", "close_reason", "closed_at", "closed_by_id", "company_id", "company_name", "consent", "country_code", "created_at", "due_on", "email", "id", "is_example", "language", "message", "name", "notes", "opportunity_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plot_id", "received_at", "reference", "state", "township_id", "user_id", "version", "zone") VALUES (NEW."answered_at", NEW."assigned_to_id", NEW."close_reason", NEW."closed_at", NEW."closed_by_id", NEW."company_id", NEW."company_name", NEW."consent", NEW."country_code", NEW."created_at", NEW."due_on", NEW."email", NEW."id", NEW."is_example", NEW."language", NEW."message", NEW."name", NEW."notes", NEW."opportunity_id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."plot_id", NEW."received_at", NEW."reference", NEW."state", NEW."township_id", NEW."user_id", NEW."version", NEW."zone"); RETURN NULL;', hash='b3f61b41fbe7d9431ea18ec4dbe4fa4acc8e2063', operation='UPDATE', pgid='pgtrigger_update_update_3e369', table='investors_interest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interest',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investors_interestevent" ("answered_at", "assigned_to_id", "close_reason", "closed_at", "closed_by_id", "company_id", "company_name", "consent", "country_code", "created_at", "due_on", "email", "id", "is_example", "language", "message", "name", "notes", "opportunity_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plot_id", "received_at", "reference", "state", "township_id", "user_id", "version", "zone") VALUES (OLD."answered_at", OLD."assigned_to_id", OLD."close_reason", OLD."closed_at", OLD."closed_by_id", OLD."company_id", OLD."company_name", OLD."consent", OLD."country_code", OLD."created_at", OLD."due_on", OLD."email", OLD."id", OLD."is_example", OLD."language", OLD."message", OLD."name", OLD."notes", OLD."opportunity_id", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."plot_id", OLD."received_at", OLD."reference", OLD."state", OLD."township_id", OLD."user_id", OLD."version", OLD."zone"); RETURN NULL;', hash='394288b7b7782f9bdd00a2e6db890765a11a711b', operation='DELETE', pgid='pgtrigger_delete_delete_f14dd', table='investors_interest', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interestanswer',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investors_interestanswerevent" ("answered_at", "answered_by_id", "id", "interest_id", "is_example", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."interest_id", NEW."is_example", NEW."language", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;', hash='f5b99bdda3541e16d856f387b0b941ea22eead70', operation='INSERT', pgid='pgtrigger_insert_insert_613d2', table='investors_interestanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interestanswer',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "investors_interestanswerevent" ("answered_at", "answered_by_id", "id", "interest_id", "is_example", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."interest_id", NEW."is_example", NEW."language", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='20d36ec05f53b73995107259642eb66407bb3580', operation='UPDATE', pgid='pgtrigger_update_update_0b511', table='investors_interestanswer', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='interestanswer',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "investors_interestanswerevent" ("answered_at", "answered_by_id", "id", "interest_id", "is_example", "language", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."id", OLD."interest_id", OLD."is_example", OLD."language", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;', hash='c8f6309e5a69b8d7a44d6965478e8193f2509018', operation='DELETE', pgid='pgtrigger_delete_delete_44e9d', table='investors_interestanswer', when='AFTER')),
        ),
    ]
