"""Expressions that many statements share: the one clock inside SQL."""

from django.db.models import DateField, DateTimeField, Func


class Moment(Func):
    """The present moment by the one clock, inside the statement that asks."""

    function = "setu_now"
    arity = 0
    output_field = DateTimeField()


class Today(Func):
    """Today at the desk, by the one clock, inside the statement that asks."""

    function = "setu_now"
    template = "(%(function)s() AT TIME ZONE 'Asia/Kolkata')::date"
    arity = 0
    output_field = DateField()
