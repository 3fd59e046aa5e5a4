"""Migrations say all that the models say, and each can be taken back."""

import io
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations import RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

# What the outbox writes about its own work, the clock, the calendar, answers kept for a repeated request and what
# a search finds a row by are no business rows. An entry of the audit never changes: a trigger of its own refuses it.
NOT_KEPT = ("StoredAnswer", "SearchEntry", "AuditEntry")
OURS = ("core", "accounts", "drafts", "outbox", "partners", "sectors", "investors")


@pytest.mark.django_db
def test_the_models_hold_nothing_that_no_migration_makes() -> None:
    said = io.StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", "--verbosity", "3", stdout=said, stderr=said, skip_checks=True)
    except SystemExit:
        pytest.fail(f"run makemigrations: {said.getvalue()}")


@pytest.mark.parametrize("label", OURS)
def test_every_app_has_one_last_migration(label: str) -> None:
    loader = MigrationLoader(None)
    assert len(loader.graph.leaf_nodes(label)) == 1
    assert loader.detect_conflicts() == {}


@pytest.mark.parametrize("label", OURS)
def test_every_step_can_be_taken_back(label: str) -> None:
    loader = MigrationLoader(None)
    for app, name in loader.disk_migrations:
        if app == label:
            migration = import_module(f"{apps.get_app_config(label).name}.migrations.{name}").Migration
            for step in migration.operations:
                assert step.reversible or not isinstance(step, RunPython | RunSQL), f"{app}.{name}: {step.describe()}"


@pytest.mark.django_db
def test_every_business_row_has_a_history_and_its_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE tgname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)_' GROUP BY relname"
        )
        triggers = dict(cursor.fetchall())
    business = [
        model
        for label in ("accounts", "partners", "sectors", "investors")
        for model in apps.get_app_config(label).get_models()
        if not model._meta.proxy and not model.__name__.endswith("Event") and model.__name__ not in NOT_KEPT
    ]
    assert len(business) > 20
    unkept = [f"{model._meta.label}" for model in business if triggers.get(model._meta.db_table, 0) < 2]
    assert unkept == []


@pytest.mark.parametrize("label", ["sectors", "investors"])
def test_the_history_keeps_every_translated_column(label: str) -> None:
    for model in apps.get_app_config(label).get_models():
        if model._meta.proxy or model.__name__.endswith("Event") or model.__name__ in NOT_KEPT:
            continue
        columns = {field.name for field in model._meta.concrete_fields if field.name.endswith(("_en", "_ja", "_kn"))}
        kept = {field.name for field in apps.get_model(label, f"{model.__name__}Event")._meta.concrete_fields}
        assert columns <= kept, model.__name__
