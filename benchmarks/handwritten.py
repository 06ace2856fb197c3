"""The outpatient rules of the rehabilitative care policy, as one would write them by hand.

This is the yardstick for `benchmarks.decision`: plain Python, a dict in, the
determination with its reasons (clause, title, citations) and the missing facts out.
It checks nothing about the request, knows care in an outpatient setting only, and
asks for every unknown fact of a requirement, whether or not another fact settles it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

Reason = tuple[str, str, tuple[str, ...]]


class Answer(NamedTuple):
    determination: str
    reasons: list[Reason]
    missing: list[str]


NAMED = {"physical_therapy", "speech_therapy", "respiratory_therapy", "occupational_therapy"}
COVERED_HERE = NAMED | {"biofeedback", "cardiac_rehab"}
CAUSES = {"illness", "injury", "surgery"}
AIMS = {"improve_function", "restore_function"}
PLACES = {"office", "clinic", "physician_directed_clinic", "outpatient_hospital"}
CARDIAC_PLACES = {"outpatient_hospital", "physician_directed_clinic"}
ACTIVITIES = {
    "overall_fitness": "NWC-EX-05a",
    "sports_conditioning": "NWC-EX-05b",
    "sports_overuse": "NWC-EX-05b",
    "flexibility": "NWC-EX-05c",
    "well_being": "NWC-EX-05d",
}
INDICATIONS = {
    "muscle_reeducation": "NWC-BIO-02a",
    "spasticity": "NWC-BIO-02b",
    "incapacitating_spasm": "NWC-BIO-02c",
    "weakness_incontinence": "NWC-BIO-02d",
}
OTHER_INDICATIONS = {
    "muscle_tension": "NWC-EX-09a",
    "psychosomatic": "NWC-EX-09b",
    "tension_anxiety": "NWC-EX-09c",
    "headache": "NWC-EX-09d",
    "chronic_pain": "NWC-EX-09e",
    "raynauds": "NWC-EX-09f",
    "hypertension": "NWC-EX-09g",
}
CONDITIONS = {
    "self_correcting_other": ("self_correcting", "NWC-EX-07a"),
    "hoarseness": ("self_correcting", "NWC-EX-07b"),
    "stammering": ("stammering_and_stuttering", "NWC-EX-07e"),
    "stuttering": ("stammering_and_stuttering", "NWC-EX-07f"),
}
EXCLUDED: dict[str, Reason] = {
    **{
        service: ("named_therapies", "Item 1", (cited, "NWC-EX-SC"))
        for service, cited in {
            "nonmedical_self_help": "NWC-EX-01a",
            "self_help_testing": "NWC-EX-01b",
            "work_hardening": "NWC-EX-01c",
            "recreational_therapy": "NWC-EX-01d",
            "cognitive_therapy": "NWC-EX-01e",
            "behavioral_therapy": "NWC-EX-01f",
            "vocational_therapy": "NWC-EX-01g",
            "neuromuscular_reevaluation": "NWC-EX-01h",
            "gym_therapy": "NWC-EX-01i",
            "pool_therapy": "NWC-EX-01j",
        }.items()
    },
    "social_therapy": ("social_and_cultural", "Item 2", ("NWC-EX-02a", "NWC-EX-SC")),
    "cultural_therapy": ("social_and_cultural", "Item 2", ("NWC-EX-02b", "NWC-EX-SC")),
    "acupressure": ("acupressure_and_massage", "Item 3", ("NWC-EX-03a", "NWC-EX-SC")),
    "massage_therapy": ("acupressure_and_massage", "Item 3", ("NWC-EX-03b", "NWC-EX-SC")),
    "natural_dysfluency_language_therapy": (
        "self_correcting",
        "Item 7",
        ("NWC-EX-07c", "NWC-EX-SC"),
    ),
    "oral_myofunctional_therapy": ("self_correcting", "Item 7", ("NWC-EX-07d", "NWC-EX-SC")),
    "sensory_integration_therapy": ("sensory_integration", "Item 7", ("NWC-EX-07g", "NWC-EX-SC")),
    "state_required_assessment": ("schooling", "Item 7", ("NWC-EX-07h", "NWC-EX-SC")),
    "feeding_therapy": ("feeding_therapy", "Item 8", ("NWC-EX-08", "NWC-EX-SC")),
}


def _required(
    *rows: tuple[str, str, str, str],
) -> tuple[tuple[str, Reason], ...]:
    return tuple((fact, (clause, title, (cited,))) for fact, clause, title, cited in rows)


GENERAL = _required(
    ("prescribed_by_attending", "prescribed_by_attending", "Prescribed", "NWC-GEN-01"),
    ("medically_necessary", "medically_necessary", "Medically necessary", "NWC-GEN-02"),
    (
        "function_previously_normal",
        "function_previously_normal",
        "The function was once normal",
        "NWC-GEN-04",
    ),
    (
        "formal_program_prescribed",
        "outpatient.formal_program_prescribed",
        "Part of a formal program",
        "NWC-OP-07",
    ),
    (
        "physician_supervision",
        "outpatient.physician_supervision",
        "With the physician supervising",
        "NWC-OP-08",
    ),
    (
        "under_physician_care",
        "outpatient.under_physician_care",
        "In the physician's care",
        "NWC-OP-09",
    ),
)
LATER_VISITS = _required(
    (
        "periodic_evaluation",
        "outpatient.periodic_evaluation",
        "The physician looks at the plan again",
        "NWC-OP-10",
    ),
    (
        "continuing_need_certified",
        "outpatient.continuing_need_certified",
        "Therapy must go on",
        "NWC-OP-11",
    ),
)
CARDIAC = _required(
    (
        "clear_medical_need",
        "cardiac_rehabilitation.clear_medical_need",
        "A clear medical need",
        "NWC-CARD-04",
    ),
    (
        "referred_by_attending",
        "cardiac_rehabilitation.referred_by_attending",
        "Referred by the attending physician",
        "NWC-CARD-05",
    ),
)
NOT_REHABILITATIVE: Reason = ("rehabilitative", "Rehabilitative care", ("NWC-GEN-00",))
SILENCE: Reason = ("silence", "No benefit", ())
PURPOSE: Reason = ("purpose", "Meant to improve or restore function", ("NWC-GEN-03",))
CAUSE: Reason = ("cause_of_loss", "Illness, injury or surgery", ("NWC-GEN-05",))
PROVIDER: Reason = ("outpatient.provider", "Given by a listed provider", ("NWC-OP-02",))
PLACE: Reason = ("outpatient.place", "In a listed place", ("NWC-OP-03",))
TOO_LATE: Reason = ("prescribed_too_late", "Item 4", ("NWC-EX-04", "NWC-EX-SC"))
GOALS: Reason = ("goals_reached", "Item 6", ("NWC-EX-06a", "NWC-EX-SC"))
PLATEAU: Reason = ("plateau", "Item 6", ("NWC-EX-06b", "NWC-EX-SC"))
SCHOOL: Reason = ("schooling", "Item 7", ("NWC-EX-07i", "NWC-EX-SC"))
FAILED_FIRST: Reason = (
    "biofeedback.conventional_treatment_failed",
    "After conventional treatment has failed",
    ("NWC-BIO-03",),
)
PHASE_TWO: Reason = ("cardiac_rehabilitation.phase_two", "Phase II", ("NWC-CARD-02a",))
PHASE_THREE: Reason = ("phase_three", "Phase III", ("NWC-CARD-07",))
CARDIAC_PLACE: Reason = ("cardiac_rehabilitation.cardiac_place", "In a hospital", ("NWC-CARD-03",))
HEART = "cardiac_rehabilitation.heart_condition"
RECENT: Reason = ("cardiac_rehabilitation.recent_infarct", "At most 12 months", ("NWC-CARD-06a",))
PROGRAM = ("NWC-CARD-02c",)
OUTPATIENT: Reason = ("outpatient", "Outpatient therapy", ("NWC-OP-01",))
BIOFEEDBACK: Reason = ("biofeedback", "Biofeedback", ("NWC-BIO-01",))
CARDIAC_CARE: Reason = ("cardiac_rehabilitation", "Cardiac rehabilitation", ("NWC-CARD-01",))
HEARTS = (
    ("acute_mi", "NWC-CARD-06a"),
    ("coronary_bypass", "NWC-CARD-06b"),
    ("stable_angina", "NWC-CARD-06c"),
)


def decide(request: dict[str, Any]) -> Answer:
    """Decide one outpatient request."""
    get = request["facts"].get
    if get("service_nature", "rehabilitative") != "rehabilitative":
        return Answer("not_applicable", [NOT_REHABILITATIVE], [])
    service = get("service")
    failed: list[Reason] = []
    met: list[Reason] = []
    missing: list[str] = []

    # What is never provided.
    if service in EXCLUDED:
        failed.append(EXCLUDED[service])
    purpose = get("treatment_purpose")
    tied = get("direct_relationship_to_functional_loss", False)
    activity = ACTIVITIES.get(purpose) if purpose else None
    if activity and not tied:
        failed.append(("activities", "Item 5", (activity, "NWC-EX-SC")))
    prescribed, started = get("prescription_date"), get("therapy_start_date")
    if prescribed and started and date.fromisoformat(prescribed) > date.fromisoformat(started):
        failed.append(TOO_LATE)
    if get("goals_achieved"):
        failed.append(GOALS)
    plateau = get("progress_plateau", False)
    holding = get("needed_to_prevent_deterioration", False)
    if plateau and not holding:
        failed.append(PLATEAU)
    condition = CONDITIONS.get(get("condition", "other"))
    if condition:
        failed.append((condition[0], "Item 7", (condition[1], "NWC-EX-SC")))
    if get("required_by_law_from_school"):
        failed.append(SCHOOL)
    indication = get("biofeedback_indication")
    if service == "biofeedback" and indication in OTHER_INDICATIONS:
        cited = (OTHER_INDICATIONS[indication], "NWC-EX-SC")
        failed.append(("biofeedback_for_others", "Item 9", cited))
    phase = get("cardiac_phase")
    if service == "cardiac_rehab" and phase == "phase_3":
        failed.append(PHASE_THREE)

    if service is None:
        return Answer("pend_documentation", [], ["service"])
    if service not in COVERED_HERE:
        if failed:
            return Answer("not_covered", failed, [])
        return Answer("not_applicable", [SILENCE], [])

    # What every outpatient therapy requires.
    for fact, reason in GENERAL:
        value = get(fact)
        if value:
            met.append(reason)
        elif value is None:
            missing.append(fact)
        else:
            failed.append(reason)
    if purpose is None:
        missing.append("treatment_purpose")
    elif (
        purpose in AIMS
        or (activity and tied)
        or (purpose == "prevent_deterioration" and plateau and holding)
    ):
        met.append(PURPOSE)
    else:
        failed.append(PURPOSE)
    cause = get("function_loss_cause")
    if cause is None:
        missing.append("function_loss_cause")
    else:
        (met if cause in CAUSES else failed).append(CAUSE)
    provider = get("provider_type")
    if provider is None:
        missing.append("provider_type")
    else:
        (failed if provider == "other" else met).append(PROVIDER)
    place = get("place_of_service")
    if place is None:
        missing.append("place_of_service")
    else:
        (met if place in PLACES else failed).append(PLACE)

    used = (
        get("op_rehab_visits_used_ytd", 0)
        + get("op_habilitative_visits_used_ytd", 0)
        + get("op_biofeedback_visits_used_ytd", 0)
        + get("cardiac_sessions_used_ytd", 0)
    )
    if used > 0:
        for fact, reason in LATER_VISITS:
            value = get(fact)
            if value:
                met.append(reason)
            elif value is None:
                missing.append(fact)
            else:
                failed.append(reason)

    benefit = OUTPATIENT
    if service == "biofeedback":
        benefit = BIOFEEDBACK
        if indication is None:
            missing.append("biofeedback_indication")
        else:
            cited = INDICATIONS.get(indication, "")
            reason = ("biofeedback.indication", "To re-educate muscles", (cited,))
            (met if cited else failed).append(reason)
        tried = get("conventional_treatment_failed")
        if tried is None:
            missing.append("conventional_treatment_failed")
        else:
            (met if tried else failed).append(FAILED_FIRST)
    asked = get("visits_requested", 1)
    program_over = False
    program_left = None
    if service == "cardiac_rehab":
        benefit = CARDIAC_CARE
        if phase == "phase_1":
            return Answer("not_applicable", [PHASE_TWO], [])
        if phase is None:
            missing.append("cardiac_phase")
        else:
            met.append(PHASE_TWO)
        if place is not None:
            (met if place in CARDIAC_PLACES else failed).append(CARDIAC_PLACE)
        for fact, reason in CARDIAC:
            value = get(fact)
            if value:
                met.append(reason)
            elif value is None:
                missing.append(fact)
            else:
                failed.append(reason)
        hearts = get("cardiac_diagnoses")
        if hearts is None:
            missing.append("cardiac_diagnoses")
        else:
            cited_hearts = tuple(cited for heart, cited in HEARTS if heart in hearts)
            reason = (HEART, "After an infarct, bypass surgery, or with angina", cited_hearts)
            (met if cited_hearts else failed).append(reason)
        begun = get("cardiac_program_start_date")
        if begun is None:
            missing.append("cardiac_program_start_date")
        else:
            first = date.fromisoformat(begun)
            day = date.fromisoformat(request["as_of"])
            inside = first <= day and (day - first).days <= 84
            program_left = max(0, 30 - get("cardiac_sessions_in_program", 0)) if inside else 0
            program_over = asked > program_left
            if hearts is not None and "acute_mi" in hearts and set(hearts) <= {"acute_mi", "other"}:
                infarct = get("mi_date")
                if infarct is None:
                    missing.append("mi_date")
                else:
                    recent = _months_later(date.fromisoformat(infarct), 12)
                    within = date.fromisoformat(infarct) <= first <= recent
                    (met if within else failed).append(RECENT)

    if failed:
        return Answer("not_covered", failed, [])

    # The maxima: the one with least left decides.
    granted = get("extension_visits_granted", 0)
    authorized = 30 + min(granted, 30)
    left = max(0, authorized - used)
    status = get("extension_status", "none")
    visits_speak = asked > left and (program_left is None or left <= program_left)
    if program_over and program_left is not None and program_left <= left and not missing:
        exhausted = [("cardiac_program", "12 weeks or 30 sessions", PROGRAM)]
        if visits_speak and max(used, authorized) >= 60:
            exhausted.append(("outpatient_visits.exhausted", "Visit maximum", ("NWC-OP-04",)))
        return Answer("benefit_exhausted", exhausted, [])
    if visits_speak:
        inside = max(used, authorized) < 60
        if not inside:
            reason = ("outpatient_visits.exhausted", "Visit maximum", ("NWC-OP-04",))
            return Answer("benefit_exhausted", [reason], [])
        if status == "denied":
            reason = ("outpatient_visits.denied", "Visit maximum", ("NWC-OP-04", "NWC-OP-05d"))
            return Answer("benefit_exhausted", [reason], [])
        if status == "pending":
            supported = get("ordering_physician_supports_extension")
            documented = get("extension_fully_documented")
            if supported is False:
                name = "outpatient_visits.ordering_physician_supports_extension"
                return Answer("benefit_exhausted", [(name, "Not supported", ("NWC-OP-05a",))], [])
            if supported is None:
                missing.append("ordering_physician_supports_extension")
            if not documented:
                missing.append("extension_fully_documented")
        if not missing:
            reason = ("outpatient_visits.extension", "Visit maximum", ("NWC-OP-04", "NWC-OP-05c"))
            return Answer("needs_extension", [reason], [])
    if missing:
        return Answer("pend_documentation", [benefit], missing)
    return Answer("covered", [benefit, *met], [])


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
