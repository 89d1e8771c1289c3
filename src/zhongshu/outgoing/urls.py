"""Addresses of outgoing documents."""

from django.urls import path

from zhongshu.outgoing.views import beside, enclosing, opening, restoring, templates, conflicts, consulting, remarks

from zhongshu.outgoing.views import dispatching, documents, joint, live, numbers, sealing, texts, years

urlpatterns = [
    path("outgoing/", documents.register, name="outgoing"),
    path("outgoing/new/", opening.opening, name="outgoing_opening"),
    path("outgoing/templates/", templates.templates, name="outgoing_templates"),
    path("outgoing/templates/new/", templates.creation, name="outgoing_template_new"),
    path("outgoing/templates/<int:pk>/", templates.template, name="outgoing_template"),
    path("outgoing/templates/<int:pk>/stopping/", templates.stopping, name="outgoing_template_stopping"),
    path("outgoing/codes/", documents.codes, name="outgoing_codes"),
    path("outgoing/numbers/", numbers.numbers, name="outgoing_numbers"),
    path("outgoing/reservations/<int:pk>/voiding/", numbers.releasing, name="outgoing_releasing"),
    path("outgoing/years/", years.year, name="outgoing_year"),
    path("outgoing/uptakes/", years.uptakes, name="outgoing_uptakes"),
    path("outgoing/<int:pk>/uptakes/", years.uptake, name="outgoing_uptake"),
    path("outgoing/<int:pk>/uptakes/<int:uptake>/withdrawal/", years.withdrawal, name="outgoing_uptake_withdrawal"),
    path("outgoing/<int:pk>/text/", texts.text, name="outgoing_text"),
    path("outgoing/<int:pk>/text/kept/", texts.keeping, name="outgoing_keeping"),
    path("outgoing/<int:pk>/text/findings/", live.findings, name="outgoing_findings"),
    path("outgoing/<int:pk>/text/pages/", live.pages, name="outgoing_pages"),
    path("outgoing/<int:pk>/text/discarding/", texts.discarding, name="outgoing_discarding"),
    path("outgoing/<int:pk>/beside/", beside.beside, name="outgoing_beside"),
    path("outgoing/<int:pk>/beside/insertion/", beside.inserting, name="outgoing_inserting"),
    path("outgoing/<int:pk>/joint/", joint.signatures, name="outgoing_joint"),
    path("outgoing/<int:pk>/sealing/", sealing.again, name="outgoing_sealing_again"),
    path("outgoing/<int:pk>/versions/", texts.versions, name="outgoing_versions"),
    path("outgoing/<int:pk>/versions/<int:order>/", texts.version, name="outgoing_version"),
    path("outgoing/<int:pk>/versions/<int:order>/restoring/", restoring.restoring, name="outgoing_restoring"),
    path("outgoing/<int:pk>/text/import/", restoring.importing, name="outgoing_importing"),
    path("outgoing/<int:pk>/enclosures/", enclosing.enclosures, name="outgoing_enclosures"),
    path("outgoing/<int:pk>/files/<str:sort>/", texts.file, name="outgoing_file"),
    path("outgoing/<int:matter>/receipts/", dispatching.receipts_page, name="outgoing_receipts"),
    path("outgoing/<int:pk>/receipts/again/", dispatching.again, name="outgoing_again"),
    path("outgoing/<int:pk>/receipts/reminders/", dispatching.reminders, name="outgoing_reminders"),
    path("outgoing/<int:pk>/receipts/recalls/", dispatching.recalls, name="outgoing_recalls"),
    path("outgoing/<int:pk>/receipts/paper/", dispatching.paper_receipts, name="outgoing_paper_receipts"),
    path("outgoing/<int:pk>/receipts/scope/", dispatching.scope, name="outgoing_scope"),
    path("outgoing/<int:pk>/receipts/answers/", dispatching.answers, name="outgoing_answers"),
    path("outgoing/<int:pk>/receipts/cessation/", dispatching.cessation, name="outgoing_cessation"),
    path("outgoing/<int:pk>/consulting/", consulting.opinions, name="outgoing_consulting"),
    path("outgoing/<int:pk>/consulting/letters/", consulting.letters, name="outgoing_letters"),
    path("outgoing/<int:pk>/consulting/verdicts/", consulting.verdicts, name="outgoing_verdicts"),
    path("outgoing/<int:pk>/remarks/", remarks.remarks, name="outgoing_remarks"),
    path("outgoing/remarks/<int:pk>/answers/", remarks.answers, name="outgoing_remark_answers"),
    path("outgoing/remarks/<int:pk>/settlement/", remarks.settlement, name="outgoing_remark_settlement"),
    path("outgoing/<int:pk>/conflicts/", conflicts.conflicts, name="outgoing_conflicts"),
    path("outgoing/conflicts/<int:pk>/answer/", conflicts.answer, name="outgoing_conflict_answer"),
]
