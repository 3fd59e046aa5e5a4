"""Signing in, the own account, and pages about other people's accounts."""

from django.urls import include, path

from .views import account, audit, confirm, invitations, join, passkeys, passwords, people, second_factor, sign_in

app_name = "accounts"

_password = [
    path("", account.change_password, name="password"),
    path("forgotten/", passwords.forgotten, name="password_forgotten"),
    path("forgotten/sent/", passwords.sent, name="password_sent"),
    path("new/<str:uidb64>/<str:token>/", passwords.new_password, name="password_new"),
]
_second_factor = [
    path("", second_factor.second_factor, name="second_factor"),
    path("app/add/", second_factor.add_app, name="app_add"),
    path("app/remove/", second_factor.remove_app, name="app_remove"),
    path("passkeys/add/", passkeys.add, name="passkey_add"),
    path("passkeys/<int:pk>/name/", passkeys.rename, name="passkey_name"),
    path("passkeys/<int:pk>/remove/", passkeys.remove_passkey, name="passkey_remove"),
    path("recovery-codes/", second_factor.renew_codes, name="codes"),
]
_sessions = [
    path("", account.open_sessions, name="sessions"),
    path("<int:pk>/end/", account.end_session, name="session_end"),
    path("others/end/", account.end_other_sessions, name="sessions_end"),
]
_people = [
    path("", people.people_list, name="people"),
    path("invite/", invitations.invite, name="invite"),
    path("invitations/", invitations.invitation_list, name="invitations"),
    path("invitations/<uuid:pk>/again/", invitations.send_again, name="invitation_again"),
    path("invitations/<uuid:pk>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("<uuid:pk>/", people.person, name="person"),
    path("<uuid:pk>/role/", people.role, name="person_role"),
    path("<uuid:pk>/supervisor/", people.supervisor, name="person_supervisor"),
    path("<uuid:pk>/hand-over/", people.hand_over, name="person_hand_over"),
    path("<uuid:pk>/disable/", people.disable, name="person_disable"),
    path("<uuid:pk>/enable/", people.enable, name="person_enable"),
    path("<uuid:pk>/sessions/", people.end_sessions, name="person_sessions"),
    path("<uuid:pk>/second-factors/", people.remove_factors, name="person_factors"),
]
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="login"),
    path("sign-in/second-step/", sign_in.second_step, name="second_step"),
    path("sign-in/passkey/", sign_in.passkey_sign_in, name="passkey_sign_in"),
    path("sign-out/", sign_in.SignOut.as_view(), name="logout"),
    path("sign-up/", sign_in.sign_up, name="sign_up"),
    path("home/", sign_in.home, name="home"),
    path("account/", account.account, name="account"),
    path("account/details/", account.change_details, name="details"),
    path("account/confirm/", confirm.confirm, name="confirm"),
    path("account/password/", include(_password)),
    path("account/second-factor/", include(_second_factor)),
    path("account/sessions/", include(_sessions)),
    path("join/<str:token>/", join.join, name="join"),
    path("desk/people/", include(_people)),
    path("desk/audit/", audit.audit_list, name="audit"),
    path("desk/audit/export/", audit.audit_export, name="audit_export"),
]
