"""Addresses of incoming documents, telegrams and paper-tracking cards."""

from django.urls import path

from zhongshu.documents import actions, rules, views

telegram = {"kind": rules.TELEGRAM}

urlpatterns = [
    path("documents/", views.register, name="documents"),
    path("documents/registration/", views.registration, name="registration"),
    path("telegrams/", views.register, telegram, name="telegrams"),
    path("telegrams/registration/", views.registration, telegram, name="telegram_registration"),
    path("documents/<int:pk>/rejection/", views.rejection, name="rejection"),
    path("documents/<int:pk>/voiding/", views.voiding, name="voiding"),
    path("documents/<int:pk>/dissents/", views.dissents, name="dissents"),
    path("documents/<int:pk>/legs/", views.legs, name="legs"),
    path("legs/<int:pk>/return/", views.leg_return, name="leg_return"),
    path("documents/<int:pk>/quarantine/", views.quarantine, name="quarantine"),
    path("documents/<int:pk>/expunging/", views.expunging, name="expunging"),
    path("paper-cards/", views.cards, name="cards"),
    path("paper-cards/new/", views.card, name="card"),
    path("paper-cards/<int:pk>/return/", views.paper_end, {"action": actions.return_paper}, name="paper_return"),
    path(
        "paper-cards/<int:pk>/destruction/",
        views.paper_end,
        {"action": actions.destroy_paper},
        name="paper_destruction",
    ),
]
