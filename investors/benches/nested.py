"""The stock way, as one arm of the bench: nested ModelSerializers over prefetched rows. Not used by the product."""

from typing import Any

from rest_framework import serializers

from portal.accounts.models import User

from ..models import Attendance, Commitment, Company, Contact, Meeting, Organisation


class CompanyInShort(serializers.ModelSerializer[Company]):
    class Meta:
        model = Company
        fields = ("slug", "name")


class OrganisationInShort(serializers.ModelSerializer[Organisation]):
    class Meta:
        model = Organisation
        fields = ("slug", "name")


class Person(serializers.ModelSerializer[Contact]):
    class Meta:
        model = Contact
        fields = ("name", "family_name", "given_name", "native_name", "reading", "display_order", "honorific")


class Official(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ("id", "name")


class AttendanceNested(serializers.ModelSerializer[Attendance]):
    person = Person(source="contact")
    company = CompanyInShort()
    organisation = OrganisationInShort()

    class Meta:
        model = Attendance
        fields = ("id", "side", "person", "office", "company", "organisation")


class CommitmentNested(serializers.ModelSerializer[Commitment]):
    promised_by = serializers.SerializerMethodField()
    answered_for_by = Official()

    class Meta:
        model = Commitment
        fields = ("id", "text", "side", "promised_by", "answered_for_by", "due_on", "state", "closed_at", "is_example")

    def get_promised_by(self, row: Commitment) -> dict[str, Any]:
        if row.promised_by_contact:
            return {"kind": "person", "name": row.promised_by_contact.name}
        if row.promised_by_organisation:
            return {"kind": "organisation", "name": row.promised_by_organisation.name}
        assert row.promised_by_company is not None
        return {"kind": "company", "name": row.promised_by_company.name}


class MeetingNested(serializers.ModelSerializer[Meeting]):
    companies = CompanyInShort(many=True)
    attendances = AttendanceNested(many=True)
    commitments = CommitmentNested(many=True)

    class Meta:
        model = Meeting
        fields = ("id", "title", "state", "zone", "place", "companies", "attendances", "commitments")
