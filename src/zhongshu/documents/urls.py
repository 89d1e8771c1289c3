"""Addresses of incoming documents, telegrams and paper-tracking cards."""

from django.urls import path

from zhongshu.documents import actions, rules
from zhongshu.documents.views import arrivals, documents, intake, withheld

telegram = {"kind": rules.TELEGRAM}

urlpatterns = [
    path("documents/", documents.register, name="documents"),
    path("documents/registration/", documents.registration, name="registration"),
    path("telegrams/", documents.register, telegram, name="telegrams"),
    path("telegrams/registration/", documents.registration, telegram, name="telegram_registration"),
    path("documents/withheld/", withheld.withheld, name="withheld"),
    path("documents/<int:pk>/rejection/", documents.rejection, name="rejection"),
    path("documents/<int:pk>/voiding/", documents.voiding, name="voiding"),
    path("documents/<int:pk>/dissents/", documents.dissents, name="dissents"),
    path("documents/<int:pk>/legs/", documents.legs, name="legs"),
    path("legs/<int:pk>/return/", documents.leg_return, name="leg_return"),
    path("documents/<int:pk>/quarantine/", documents.quarantine, name="quarantine"),
    path("documents/<int:pk>/verdict/", documents.matter_verdict, name="matter_verdict"),
    path("intakes/", intake.intakes, name="intakes"),
    path("intakes/new/", intake.creation, name="intake_creation"),
    path("intakes/<int:pk>/", intake.intake, name="intake"),
    path("intakes/<int:pk>/progress/", intake.progress, name="intake_progress"),
    path("intakes/<int:pk>/registrations/", intake.registrations, name="intake_registrations"),
    path("telegrams/intakes/", intake.intakes, telegram, name="telegram_intakes"),
    path("telegrams/intakes/new/", intake.creation, telegram, name="telegram_intake_creation"),
    path("arrivals/<int:pk>/", arrivals.arrival, name="arrival"),
    path("arrivals/<int:pk>/progress/", arrivals.progress, name="arrival_progress"),
    path("arrivals/<int:pk>/pages/<int:number>/", arrivals.picture, name="arrival_picture"),
    path("arrivals/<int:pk>/setting-aside/", intake.setting_aside, name="setting_aside"),
    path("arrivals/<int:pk>/taking-up/", intake.taking_up, name="taking_up"),
    path("arrivals/<int:pk>/readings/", intake.readings, name="arrival_readings"),
    path("arrivals/<int:pk>/verdict/", withheld.verdict, name="verdict"),
    path("line-values/", arrivals.line_value, name="line_value"),
    path("paper-cards/", documents.cards, name="cards"),
    path("paper-cards/new/", documents.card, name="card"),
    path("paper-cards/<int:pk>/return/", documents.paper_end, {"action": actions.return_paper}, name="paper_return"),
    path(
        "paper-cards/<int:pk>/destruction/",
        documents.paper_end,
        {"action": actions.destroy_paper},
        name="paper_destruction",
    ),
]
