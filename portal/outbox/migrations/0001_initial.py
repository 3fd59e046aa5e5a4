import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import portal.core.fields
import portal.core.first_tables
import portal.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        portal.core.first_tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='Event',
                    fields=[
                        ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=60, verbose_name='kind')),
                        ('object_type', models.CharField(max_length=40)),
                        ('object_id', models.UUIDField()),
                        ('payload', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                        ('happened_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'event',
                        'verbose_name_plural': 'events',
                        'indexes': [models.Index(fields=['object_type', 'object_id'], name='outbox_event_object')],
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='outbox.event')),
                        ('kind', models.CharField(max_length=60, verbose_name='kind')),
                        ('object_type', models.CharField(max_length=40)),
                        ('object_id', models.UUIDField()),
                        ('dedup_key', models.CharField(max_length=300, unique=True)),
                        ('channel', models.CharField(choices=[('email', 'e-mail'), ('in_app', 'notice')], max_length=10, verbose_name='channel')),
                        ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to=settings.AUTH_USER_MODEL)),
                        ('recipient_type', models.CharField(max_length=20)),
                        ('recipient_id', models.UUIDField()),
                        ('recipient_name', portal.core.fields.LineField(max_length=200, verbose_name='recipient')),
                        ('address', models.CharField(blank=True, max_length=254, verbose_name='address')),
                        ('language', models.CharField(choices=[('en', 'English'), ('ja', 'Japanese'), ('kn', 'Kannada')], default='en', max_length=2, verbose_name='language')),
                        ('zone', portal.core.fields.ZoneField(default='Asia/Kolkata', max_length=64, verbose_name='time zone')),
                        ('state', models.CharField(choices=[('waiting', 'waiting'), ('leased', 'being prepared'), ('sending', 'being handed over'), ('accepted', 'handed over'), ('delivered', 'delivered'), ('bounced', 'bounced'), ('uncertain', 'uncertain'), ('held', 'held'), ('dead', 'undelivered'), ('cancelled', 'cancelled'), ('expired', 'expired')], default='waiting', max_length=10, verbose_name='state')),
                        ('due_at', models.DateTimeField(verbose_name='due')),
                        ('not_before', models.DateTimeField(verbose_name='next try')),
                        ('claims', models.PositiveSmallIntegerField(default=0, verbose_name='claims')),
                        ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='refusals')),
                        ('lease_token', models.UUIDField(blank=True, null=True)),
                        ('leased_until', models.DateTimeField(blank=True, null=True)),
                        ('claimed_by', models.CharField(blank=True, help_text='host:pid of the process that claimed it last', max_length=120, verbose_name='claimed by')),
                        ('subject', portal.core.fields.LineField(blank=True, max_length=400, verbose_name='subject')),
                        ('answer', portal.core.fields.ProseField(blank=True, help_text='What the relay said last.', max_length=2000, verbose_name='answer')),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='handed over at')),
                        ('is_example', models.BooleanField(default=False, verbose_name='example')),
                    ],
                    options={
                        'verbose_name': 'delivery',
                        'verbose_name_plural': 'deliveries',
                        'indexes': [models.Index(models.F('not_before'), models.F('id'), condition=models.Q(('state', 'waiting')), name='outbox_delivery_due'), models.Index(models.F('leased_until'), condition=models.Q(('state__in', ['leased', 'sending'])), name='outbox_delivery_lease'), models.Index(models.F('state'), models.F('due_at'), condition=models.Q(('state__in', ['uncertain', 'held', 'dead'])), name='outbox_delivery_trouble'), models.Index(fields=['object_type', 'object_id'], name='outbox_delivery_object')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['leased', 'sending']), _negated=True), models.Q(('lease_token__isnull', False), ('leased_until__isnull', False)), _connector='OR'), name='outbox_delivery_lease_has_token'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'delivered', 'bounced']), _negated=True), ('accepted_at__isnull', False), _connector='OR'), name='outbox_delivery_accepted_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'email'), _negated=True), models.Q(('address', ''), _negated=True), _connector='OR'), name='outbox_delivery_email_has_address')],
                        'triggers': [pgtrigger.compiler.Trigger(name='delivery_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:leased,waiting:cancelled,waiting:expired,waiting:held,waiting:dead,leased:waiting,leased:sending,leased:cancelled,leased:expired,leased:held,leased:dead,sending:accepted,sending:waiting,sending:dead,sending:uncertain,uncertain:accepted,uncertain:waiting,uncertain:held,uncertain:dead,accepted:delivered,accepted:bounced,delivered:bounced,held:waiting,held:cancelled,held:dead,held:accepted,dead:waiting,dead:accepted,dead:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='08e069343f91d3ad9f226922442f87f0f567d0e0', operation='UPDATE', pgid='pgtrigger_delivery_states_7f0a1', table='outbox_delivery', when='BEFORE'))],
                    },
                ),
                migrations.CreateModel(
                    name='Notice',
                    fields=[
                        ('delivery', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='notice', serialize=False, to='outbox.delivery')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
                        ('subject', portal.core.fields.LineField(max_length=400, verbose_name='subject')),
                        ('body', portal.core.fields.ProseField(max_length=10000, verbose_name='text')),
                        ('path', models.CharField(blank=True, max_length=300, verbose_name='page')),
                        ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                    ],
                    options={
                        'verbose_name': 'notice',
                        'verbose_name_plural': 'notices',
                        'ordering': ['-created_at', '-delivery_id'],
                        'indexes': [models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user'], name='outbox_notice_unread')],
                    },
                ),
                migrations.CreateModel(
                    name='Heartbeat',
                    fields=[
                        ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                        ('at', models.DateTimeField()),
                        ('by', models.CharField(max_length=120)),
                    ],
                    options={
                        'verbose_name': 'heartbeat',
                        'verbose_name_plural': 'heartbeats',
                    },
                ),
            ],
        ),
    ]
