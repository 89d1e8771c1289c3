"""Addresses of seals: the register, applications, the log, loans, electronic seals, verification."""

from django.urls import path

from zhongshu.seals.views import applying, electronic, pages, registering, verification

urlpatterns = [
    path("seals/", pages.seals, name="seals"),
    path("seals/registration/", registering.registration, name="seal_registration"),
    path("seals/application/", applying.application, name="seal_application"),
    path("seals/uses/", pages.uses, name="seal_uses"),
    path("seals/uses/<int:pk>/", pages.use, name="seal_use"),
    path("seals/uses/<int:pk>/voiding/", registering.voiding, name="seal_use_voiding"),
    path("seals/loans/", pages.loans, name="seal_loans"),
    path("seals/loans/application/", applying.loan_application, name="seal_loan_application"),
    path("seals/verification/", verification.verification, name="seal_verification"),
    path("seals/verification/<int:pk>/", verification.of_attachment, name="seal_verification_of"),
    path("seals/trust/", verification.trust, name="seal_trust"),
    path("seals/trust/<int:pk>/ending/", verification.distrust, name="seal_distrust"),
    path("seals/certificates/<int:pk>/withdrawal/", electronic.withdrawal, name="seal_withdrawal"),
    path("seals/<int:pk>/", pages.seal, name="seal"),
    path("seals/<int:pk>/particulars/", registering.particulars, name="seal_particulars"),
    path("seals/<int:pk>/keepings/", registering.keepings, name="seal_keepings"),
    path("seals/<int:pk>/endings/", registering.endings, name="seal_endings"),
    path("seals/<int:pk>/pictures/", electronic.pictures, name="seal_pictures"),
    path("seals/<int:pk>/picture/", electronic.picture, name="seal_picture"),
    path("seals/<int:pk>/certificates/", electronic.certificates, name="seal_certificates"),
    path("seals/<int:pk>/demonstration/", electronic.demonstration, name="seal_demonstration"),
]
