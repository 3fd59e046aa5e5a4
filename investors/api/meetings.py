"""Meetings over the API: read what you took part in, log one in a single call."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from portal.core.api.document_parts import answers, refusals
from portal.core.api.problems import Problem
from portal.core.api.serializers import schema_of
from portal.core.api.views import ListView, json_answer, row_text
from portal.core.filters import UnknownParameters
from portal.core.history import acting
from portal.partners.idempotency import Answer, digest_of_request, once

from ..actions.meetings import log_meeting
from ..models import PartnerProfile
from ..serializers.meetings import MeetingSerializer, input_of
from .resources import MEETINGS, examples


class MeetingList(ListView):
    """GET lists, POST logs a meeting with its people and promises."""

    resource = MEETINGS
    write_scope = "meetings:write"

    def post(self, request: Request) -> HttpResponse:
        """The meeting is owned by the partner's desk officer, who answers for its promises; the partner sees what it logged."""
        if request.query_params:
            raise UnknownParameters(sorted(request.query_params), [])
        viewer = request.viewer
        body = request.data
        digest = digest_of_request(request.path, body)
        with acting(door="api", key=viewer.key_prefix):
            answer = once(
                partner_id=viewer.partner_id,
                key=request.headers.get("Idempotency-Key"),
                digest=digest,
                act=lambda: self._log(request, body),
            )
        response = json_answer(request._request, answer.body, code=answer.status)
        for name, value in answer.headers.items():
            response[name] = value
        if answer.is_replayed:
            response["Idempotent-Replayed"] = "true"
        return response

    def _log(self, request: Request, body: Any) -> Answer:
        serializer = MeetingSerializer(data=body)
        serializer.is_valid(raise_exception=True)
        profile = (
            PartnerProfile.objects.filter(partner_id=request.viewer.partner_id).select_related("desk_officer", "partner").first()
        )
        if profile is None:
            raise Problem(403, _("This partner has no desk officer yet. Ask the desk."))
        data = input_of(serializer.validated_data, viewer=request.viewer, desk_officer=profile.desk_officer)
        meeting = log_meeting(data=data, by=profile.desk_officer, partner=profile.partner)
        stored = row_text(MEETINGS, MEETINGS.shape, meeting.pk, self.look(request))
        return Answer(201, stored, {"Location": reverse("api-meetings-one", args=[meeting.pk])})

    @classmethod
    def more_operations(cls) -> dict[str, Any]:
        said = examples()
        location = {"Location": {"description": "The address of the meeting.", "schema": {"type": "string"}}}
        replayed = {
            "Idempotent-Replayed": {"description": "`true` where this is the first answer again.", "schema": {"type": "string"}}
        }
        return {
            "post": {
                "operationId": "log_meeting",
                "tags": [cls.resource.name],
                "summary": "Log a meeting, with who was there and what was promised",
                "description": "Your desk officer owns the meeting and answers for its promises. Follow-ups are planned as for a meeting "
                "that an official logs. Everything is written, or nothing.",
                "parameters": [
                    {"$ref": "#/components/parameters/language"},
                    {
                        "name": "Idempotency-Key",
                        "in": "header",
                        "description": "Make one up per meeting; sending again then writes nothing twice. Kept for seven days.",
                        "schema": {"type": "string", "minLength": 1, "maxLength": 200},
                        "example": "mission-2024-01-10-1",
                    },
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/NewMeeting"},
                            "example": said["new_meeting"],
                        }
                    },
                },
                "security": [{"key": [cls.write_scope]}],
                "responses": {
                    **answers(
                        "201", "The meeting as stored.", cls.resource.shape.reference, said["meetings"], {**location, **replayed}
                    ),
                    **refusals(400, 401, 403, 406, 409, 413, 415, 422, 429, 500, 503),
                },
            }
        }

    @classmethod
    def extra_components(cls) -> dict[str, Any]:
        components: dict[str, Any] = {}
        schema_of(MeetingSerializer(), components)
        return components
