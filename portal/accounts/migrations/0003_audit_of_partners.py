from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_audit'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='kind',
            field=models.CharField(choices=[('signed_in', 'signed in'), ('sign_in_failed', 'failed to sign in'), ('signed_out', 'signed out'), ('password_changed', 'changed the password'), ('password_reset', 'chose a new password by mail'), ('factor_added', 'added a second factor'), ('factor_removed', 'removed a second factor'), ('factor_reset', 'renewed a second factor'), ('factor_failed', 'failed at the second factor'), ('sessions_ended', 'ended sessions'), ('refused', 'was refused'), ('exported', 'exported'), ('key_made', 'made a key'), ('key_changed', 'changed a key'), ('key_revoked', 'revoked a key'), ('key_used', 'used a key'), ('partner_changed', 'changed a partner or its people'), ('invited', 'invited'), ('invitation_sent_again', 'sent an invitation again'), ('invitation_revoked', 'revoked an invitation'), ('invitation_accepted', 'accepted an invitation'), ('role_changed', 'changed a role'), ('supervisor_changed', 'changed a supervisor'), ('membership_changed', 'changed a place in a company'), ('disabled', 'disabled an account'), ('enabled', 'enabled an account'), ('handed_over', 'handed over open items')], max_length=30, verbose_name='what'),
        ),
    ]
