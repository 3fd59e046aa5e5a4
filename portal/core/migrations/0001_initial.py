import datetime
import django.db.models.deletion
import portal.core.fields
import portal.core.first_tables
import portal.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        portal.core.first_tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name='ClockOffset',
                    fields=[
                        ('singleton', models.BooleanField(default=True, primary_key=True, serialize=False)),
                        ('offset', models.DurationField(default=datetime.timedelta)),
                    ],
                    options={
                        'verbose_name': 'clock offset',
                        'verbose_name_plural': 'clock offset',
                        'constraints': [models.CheckConstraint(condition=models.Q(('singleton', True)), name='core_clock_offset_singleton')],
                    },
                ),
                migrations.CreateModel(
                    name='Holiday',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('calendar', models.CharField(choices=[('IN-KA', 'Karnataka, India'), ('JP', 'Japan')], max_length=8, verbose_name='calendar')),
                        ('date', models.DateField(verbose_name='date')),
                        ('name', portal.core.fields.LineField(max_length=200, verbose_name='name')),
                        ('is_working', models.BooleanField(default=False, verbose_name='is a working day')),
                    ],
                    options={
                        'verbose_name': 'holiday',
                        'verbose_name_plural': 'holidays',
                        'ordering': ['calendar', 'date'],
                        'constraints': [models.UniqueConstraint(fields=('calendar', 'date'), name='core_holiday_once', violation_error_message='This calendar already says something about this day.')],
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.UUIDField(default=portal.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                        ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='contenttypes.contenttype')),
                        ('object_id', models.UUIDField()),
                        ('name', portal.core.fields.LineField(max_length=200, verbose_name='file name')),
                        ('media_type', models.CharField(max_length=100, verbose_name='type')),
                        ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                        ('sha256', models.CharField(max_length=64)),
                        ('file', models.FileField(upload_to='%Y/%m')),
                        ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'attachment',
                        'verbose_name_plural': 'attachments',
                        'indexes': [models.Index(fields=['content_type', 'object_id'], name='core_attachment_subject')],
                    },
                ),
            ],
        ),
    ]
