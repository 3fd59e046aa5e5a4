"""What the figures of the offer measure, in words. A measure that is not listed is shown as its code, without underscores."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEASURES: dict[str, Promise] = {
    "amount": _("amount"),
    "amount_addition": _("amount added"),
    "amount_japanese": _("amount from Japanese firms"),
    "amount_proposed": _("amount proposed"),
    "amount_signed": _("amount signed for"),
    "area": _("area"),
    "area_acquired_belt": _("area of the belt acquired"),
    "area_allottable": _("area that can be allotted"),
    "area_greenfield": _("greenfield area"),
    "area_industrial": _("industrial area"),
    "area_node": _("area of the node"),
    "area_phase_a": _("area of phase A"),
    "area_planned_belt": _("area of the belt planned"),
    "capacity": _("capacity"),
    "capacity_installed": _("installed capacity"),
    "charging_stations": _("charging stations"),
    "charging_stations_to_add": _("charging stations to be added"),
    "clean_mobility_clusters_area": _("area of the clean mobility clusters"),
    "distance_to_bengaluru": _("distance to Bengaluru"),
    "drive_time_to_bengaluru": _("driving time to Bengaluru"),
    "end_date": _("end date"),
    "further_planned": _("further amount planned"),
    "industrial_areas": _("industrial areas"),
    "industrial_land_available": _("industrial land available"),
    "industrial_land_developed": _("industrial land developed"),
    "industrial_land_taken_up": _("industrial land taken up"),
    "invested_so_far": _("invested so far"),
    "japanese_establishments": _("Japanese establishments"),
    "japanese_firms": _("Japanese firms"),
    "japanese_firms_manufacturing": _("Japanese firms that manufacture"),
    "jobs": _("jobs"),
    "jobs_addition": _("jobs added"),
    "kiadb_court_cases": _("land cases in court"),
    "minimum_investment_battery_cell": _("smallest investment, battery cells"),
    "minimum_investment_charging": _("smallest investment, charging"),
    "minimum_investment_vehicles": _("smallest investment, vehicles"),
    "mous_signed": _("memoranda of understanding signed"),
    "new_investment_zones_area": _("area of new investment zones"),
    "pipeline": _("proposals in the pipeline"),
    "planned_investment": _("planned investment"),
    "planned_jobs": _("planned jobs"),
    "project_cost": _("project cost"),
    "registered_evs": _("registered electric vehicles"),
    "share_of_japanese_firms_in_india": _("share of the Japanese firms in India"),
    "single_window_services": _("services of the single window"),
}


def measure_label(code: str) -> str:
    """The measure in the reader's language."""
    label = MEASURES.get(code)
    return str(label) if label else code.replace("_", " ")
