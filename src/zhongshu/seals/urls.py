"""Addresses of seals: the register, applications, the log, loans."""

from django.urls import path

from zhongshu.seals.views import applying, pages, registering

urlpatterns = [
    path("seals/", pages.seals, name="seals"),
    path("seals/registration/", registering.registration, name="seal_registration"),
    path("seals/application/", applying.application, name="seal_application"),
    path("seals/uses/", pages.uses, name="seal_uses"),
    path("seals/uses/<int:pk>/", pages.use, name="seal_use"),
    path("seals/uses/<int:pk>/voiding/", registering.voiding, name="seal_use_voiding"),
    path("seals/loans/", pages.loans, name="seal_loans"),
    path("seals/loans/application/", applying.loan_application, name="seal_loan_application"),
    path("seals/<int:pk>/", pages.seal, name="seal"),
    path("seals/<int:pk>/particulars/", registering.particulars, name="seal_particulars"),
    path("seals/<int:pk>/keepings/", registering.keepings, name="seal_keepings"),
    path("seals/<int:pk>/endings/", registering.endings, name="seal_endings"),
]
