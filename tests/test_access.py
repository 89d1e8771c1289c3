"""Every address × every role (访问控制): one table says what each gets, and an address that is not in it fails.

302 leads who is not signed in to the door, and on after a form that did something. 403: not your office.
404: for you it does not exist. 422 and 400: let in, and refused for what the empty form does not say.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.cast import Cast, client_of
from tests.papers import library, render

from zhongshu.documents import actions as documents
from zhongshu.documents.models import Leg
from zhongshu.exchange import actions as exchange
from zhongshu.exchange.models import Dispatch
from zhongshu.exchange.tests import sending
from zhongshu.exchange.tests.elsewhere import Elsewhere
from zhongshu.files import actions as files
from zhongshu.files.models import Product
from zhongshu.matters import actions as matters
from zhongshu.matters import kinds
from zhongshu.matters.actions import routes
from zhongshu.matters.models import Attachment, Chase, Jump, Matter, Run, Task
from zhongshu.notices import actions as notices
from zhongshu.notices.models import Delivery, Notice
from zhongshu.org import actions as org
from zhongshu.org.models import (
    Account,
    Administrator,
    Appointment,
    Charge,
    Confirmation,
    Delegation,
    Identity,
    OrgImport,
    Role,
    SecurityKey,
    Session,
    Token,
)
from zhongshu.org.queries import workbooks
from zhongshu.org.rules import policies
from zhongshu.outgoing import actions as outgoing
from zhongshu.outgoing import rules
from zhongshu.outgoing.actions import conflicts, consulting, remarks, templates
from zhongshu.outgoing.models import (
    Conflict,
    Lapse,
    OutgoingDocument,
    Remark,
    ReturnCause,
    Review,
    Uptake,
    Waiver,
)
from zhongshu.outgoing.tests import writing
from zhongshu.routes import parse
from zhongshu.seals import actions as seals
from zhongshu.seals.models import Certificate, Root, Use
from zhongshu.seals.tests.desk import Desk
from zhongshu.trail import actions as trail

# Who asks: `clerk` and `chief` are of the bureau that has the document in hand, `other` is chief of one that has not,
# `alien` belongs to another organ, `regis` registers what comes in and `wires` telegrams, `lead` is the leader.
ROLES = {
    "alien": "outsider",
    "clerk": "finance_clerk",
    "other": "education_chief",
    "chief": "finance_chief",
    "regis": "registrar",
    "wires": "confidential",
    "head": "office_head",
    "lead": "leader",
    "sys": "sysadmin",
    "sec": "secadmin",
    "audit": "auditor",
}

# What is asked, with which sample, and what each gets. Where only POST stands, GET is not allowed (405).
TABLE = """
# The door                                       guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  sign_in                      -                200   302   302   302   302   302   302   302   302   302   302   302
POST sign_in                      -                200   302   302   302   302   302   302   302   302   302   302   302
POST demonstration_sign_in        -                404   404   404   404   404   404   404   404   404   404   404   404
GET  second_step                  -                302   302   302   302   302   302   302   302   302   302   302   302
POST second_step_key              -                302   302   302   302   302   302   302   302   302   302   302   302
GET  outside_sign_in              -                404   404   404   404   404   404   404   404   404   404   404   404
GET  outside_answer               -                404   404   404   404   404   404   404   404   404   404   404   404
POST sign_out                     -                302   302   302   302   302   302   302   302   302   302   302   302
GET  password                     -                302   200   200   200   200   200   200   200   200   200   200   200
GET  settings                     -                302   200   200   200   200   200   200   200   200   200   200   200
POST look                         -                302   302   302   302   302   302   302   302   302   302   302   302

# For machines                                   guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  health                       -                200   200   200   200   200   200   200   200   200   200   200   200
GET  ready                        -                200   200   200   200   200   200   200   200   200   200   200   200
GET  metrics                      -                200   200   200   200   200   200   200   200   200   200   200   200

# The desk                                       guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  home                         -                302   200   200   200   200   200   200   200   200   302   302   302
GET  desk                         todo             302   200   200   200   200   200   200   200   200   403   403   403
GET  bulk                         -                302   200   200   200   200   200   200   200   200   403   403   403
POST bulk                         -                302   200   200   200   200   200   200   200   200   403   403   403
GET  deadlines                    -                302   200   200   200   200   200   200   200   200   403   403   403
GET  filters                      -                302   200   200   200   200   200   200   200   200   403   403   403
POST filter_creation              todo             302   422   422   422   422   422   422   422   422   403   403   403
POST filter_name                  filter           302   404   404   404   302   404   404   404   404   403   403   403
POST filter_deletion              filter           302   404   404   404   302   404   404   404   404   403   403   403
GET  search                       -                302   200   200   200   200   200   200   200   200   403   403   403
GET  drafting                     -                302   200   200   200   200   200   200   200   200   403   403   403
POST drafting                     -                302   422   422   422   422   422   422   422   422   403   403   403
GET  draft_findings               -                302   302   302   302   302   302   302   302   302   403   403   403
POST draft_findings               -                302   422   422   422   422   422   422   422   422   403   403   403
POST draft_found                  -                302   422   422   422   422   422   422   422   422   403   403   403
POST draft_pages                  -                302   422   422   422   422   422   422   422   422   403   403   403
POST draft_file                   draft_pdf        302   422   422   422   422   422   422   422   422   403   403   403
GET  efficiency                   -                302   200   200   200   200   200   200   200   200   403   403   403
GET  efficiency_work              -                302   404   404   404   404   404   404   404   404   403   403   403
GET  ratings                      -                302   200   200   200   200   200   200   200   200   403   403   403
GET  notices                      -                302   200   200   200   200   200   200   200   200   403   403   403
POST readings                     -                302   302   302   302   302   302   302   302   302   403   403   403
GET  pick                         -                302   200   200   200   200   200   200   200   200   200   200   200

# A document in the hands of a bureau            guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  documents                    -                302   200   200   200   200   200   200   200   200   403   403   403
GET  registration                 -                302   403   403   403   403   200   403   403   403   403   403   403
POST registration                 -                302   403   403   403   403   200   403   403   403   403   403   403
GET  matter                       document         302   404   404   404   200   200   404   200   200   403   403   403
GET  attachment                   paper            302   404   404   404   200   200   404   200   200   403   403   403
POST attachments                  document         302   404   404   404   422   422   404   422   422   403   403   403
POST circulation                  document         302   404   404   404   422   422   404   422   422   403   403   403
POST chases                       document         302   404   404   404   422   422   404   422   422   403   403   403
POST rating                       document         302   404   404   404   422   422   404   422   422   403   403   403
POST answer                       chase            302   404   404   404   422   422   404   422   422   403   403   403
POST termination                  document         302   404   404   404   422   422   404   422   422   403   403   403
POST labels                       document         302   404   404   404   422   422   404   422   422   403   403   403
POST scope                        document         302   404   404   404   422   422   404   422   422   403   403   403
POST scope_release                document         302   404   404   404   422   422   404   422   422   403   403   403
POST completion                   task             302   404   404   404   422   422   404   422   422   403   403   403
POST return                       task             302   404   404   404   422   422   404   422   422   403   403   403
POST transfer                     task             302   404   404   404   422   422   404   422   422   403   403   403
POST signers                      task             302   404   404   404   422   422   404   422   422   403   403   403
POST withdrawal                   done             302   404   404   404   422   302   404   422   422   403   403   403
POST reading                      copy             302   404   404   404   422   422   404   422   422   403   403   403
GET  draft                        task             302   404   404   404   200   200   404   200   200   403   403   403
PUT  draft                        task             302   404   404   404   200   200   404   200   200   403   403   403
POST slip                         document         302   404   404   404   200   200   404   200   200   403   403   403
POST original                     paper            302   404   404   404   422   422   404   422   422   403   403   403
GET  suspension                   document         302   404   404   404   200   200   404   200   200   403   403   403
POST suspension                   document         302   404   404   404   422   422   404   422   422   403   403   403
GET  jumps                        document         302   404   404   404   200   200   404   200   200   403   403   403
POST jumps                        document         302   404   404   404   422   422   404   422   422   403   403   403
GET  extension                    document         302   404   404   404   200   200   404   200   200   403   403   403
POST extension                    document         302   404   404   404   422   422   404   422   422   403   403   403
GET  consultation                 document         302   404   404   404   200   200   404   200   200   403   403   403
POST consultation                 document         302   404   404   404   422   422   404   422   422   403   403   403
GET  resumption                   document         302   404   404   404   200   200   404   200   200   403   403   403
POST resumption                   document         302   404   404   404   422   422   404   422   422   403   403   403
GET  amendment                    document         302   404   404   404   200   200   404   200   200   403   403   403
POST amendment                    document         302   404   404   404   422   422   404   422   422   403   403   403
GET  refusal                      task             302   404   404   404   200   200   404   200   200   403   403   403
POST refusal                      task             302   404   404   404   422   422   404   422   422   403   403   403
GET  signer_removal               task             302   404   404   404   200   200   404   200   200   403   403   403
POST signer_removal               task             302   404   404   404   422   422   404   422   422   403   403   403
GET  jump_settlement              jump             302   404   404   404   200   200   404   200   200   403   403   403
POST jump_settlement              jump             302   404   404   404   422   422   404   422   422   403   403   403
GET  request_withdrawal           request          302   404   404   404   200   200   404   200   200   403   403   403
POST request_withdrawal           request          302   404   404   404   422   302   404   422   422   403   403   403
POST rejection                    document         302   404   404   404   422   422   404   422   422   403   403   403
POST voiding                      document         302   404   404   404   422   422   404   422   422   403   403   403
POST dissents                     document         302   404   404   404   422   422   404   422   422   403   403   403
POST legs                         document         302   404   404   404   422   422   404   422   422   403   403   403
POST quarantine                   document         302   404   404   404   302   302   404   302   302   403   403   403
POST matter_verdict               document         302   403   403   403   403   403   404   403   403   403   403   403

# Seals                                          guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  seals                        -                302   200   200   200   200   200   200   200   200   403   403   403
GET  seal_registration            -                302   403   403   403   403   403   403   403   200   403   403   403
POST seal_registration            -                302   403   403   403   403   403   403   403   422   403   403   403
GET  seal                         seal             302   404   200   200   200   200   200   200   200   403   403   403
POST seal_particulars             seal             302   404   422   422   422   422   422   422   422   403   403   403
POST seal_keepings                seal             302   404   422   422   422   422   422   422   422   403   403   403
POST seal_endings                 seal             302   404   422   422   422   422   422   422   422   403   403   403
GET  seal_picture                 seal             302   404   404   404   404   200   404   404   200   403   403   403
POST seal_pictures                seal             302   404   422   422   422   422   422   422   422   403   403   403
POST seal_certificates            seal             302   404   422   422   422   422   422   422   422   403   403   403
POST seal_demonstration           seal             302   404   422   422   422   422   422   422   302   403   403   403
POST seal_withdrawal              certificate      302   404   422   422   422   422   422   422   422   403   403   403
GET  seal_verification            -                302   200   200   200   200   200   200   200   200   200   200   200
POST seal_verification            -                302   422   422   422   422   422   422   422   422   422   422   422
GET  seal_verification_of         paper            302   404   404   404   422   422   404   422   422   403   403   403
GET  seal_trust                   -                302   403   403   403   403   403   403   403   200   200   403   403
POST seal_trust                   -                302   403   403   403   403   403   403   403   403   422   403   403
POST seal_distrust                root             302   403   403   403   403   403   403   403   403   422   403   403
GET  seal_application             -                302   200   200   200   200   200   200   200   200   403   403   403
POST seal_application             -                302   422   422   422   422   422   422   422   422   403   403   403
GET  seal_uses                    -                302   200   200   200   200   200   200   200   200   403   403   403
GET  seal_use                     use              302   404   200   404   200   200   404   200   200   403   403   403
POST seal_use_voiding             use              302   404   422   404   422   422   404   422   422   403   403   403
GET  seal_loans                   -                302   200   200   200   200   200   200   200   200   403   403   403
GET  seal_loan_application        -                302   200   200   200   200   200   200   200   200   403   403   403
POST seal_loan_application        -                302   422   422   422   422   422   422   422   422   403   403   403

# What other organs have sent                    guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  deliveries                   -                302   403   403   403   403   200   403   403   403   403   403   403
GET  telegram_deliveries          -                302   403   403   403   403   403   200   403   403   403   403   403
GET  delivered                    sending          302   403   403   403   403   302   404   403   403   403   403   403
GET  delivery                     arriving         302   403   403   403   403   200   404   403   403   403   403   403
GET  delivery_file                delivered_file   302   403   403   403   403   200   404   403   403   403   403   403
POST delivery_receipt             arriving         302   403   403   403   403   302   404   403   403   403   403   403
POST delivery_rejection           arriving         302   403   403   403   403   422   404   403   403   403   403   403
GET  receiver_groups              -                302   403   403   403   403   200   403   403   403   403   403   403
GET  receiver_group_creation      -                302   403   403   403   403   200   403   403   403   403   403   403
POST receiver_group_creation      -                302   403   403   403   403   422   403   403   403   403   403   403
GET  receiver_group               group            302   403   403   403   403   200   403   403   403   403   403   403
POST receiver_group               group            302   403   403   403   403   422   403   403   403   403   403   403
POST receiver_group_ending        group            302   403   403   403   403   302   403   403   403   403   403   403

# Exchange with other systems                    guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  peers                        -                302   403   403   403   403   200   403   403   403   403   403   403
GET  peer_registration            -                302   403   403   403   403   200   403   403   403   403   403   403
POST peer_registration            -                302   403   403   403   403   422   403   403   403   403   403   403
GET  peer                         peer             302   403   403   403   403   200   403   403   403   403   403   403
POST peer_ending                  peer             302   403   403   403   403   422   403   403   403   403   403   403
GET  own_certificate              -                302   403   403   403   403   200   403   403   403   403   403   403
GET  packages                     -                302   403   403   403   403   200   403   403   403   403   403   403
GET  package_import               -                302   403   403   403   403   200   403   403   403   403   403   403
POST package_import               -                302   403   403   403   403   200   403   403   403   403   403   403
POST package_taking               missing          302   404   404   404   404   404   404   404   404   403   403   403
POST package_renewal              missing          302   404   404   404   404   404   404   404   404   403   403   403
GET  outward_packages             dispatch         302   404   404   404   404   200   404   404   404   403   403   403
POST outward_packages             dispatch         302   404   404   404   404   422   404   404   404   403   403   403

# What comes in as files                         guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  intakes                      -                302   403   403   403   403   200   403   403   403   403   403   403
GET  intake_creation              -                302   403   403   403   403   200   403   403   403   403   403   403
POST intake_creation              -                302   403   403   403   403   200   403   403   403   403   403   403
GET  intake                       intake           302   403   403   403   403   200   404   403   403   403   403   403
GET  intake_progress              intake           302   403   403   403   403   200   404   403   403   403   403   403
POST intake_registrations         intake           302   403   403   403   403   302   404   403   403   403   403   403
GET  arrival                      arrival          302   403   403   403   403   200   404   403   403   403   403   403
POST arrival                      arrival          302   403   403   403   403   200   404   403   403   403   403   403
GET  arrival_progress             arrival          302   403   403   403   403   200   404   403   403   403   403   403
GET  arrival_picture              page             302   403   403   403   403   200   404   403   403   403   403   403
POST setting_aside                arrival          302   403   403   403   403   422   404   403   403   403   403   403
POST taking_up                    arrival          302   403   403   403   403   422   404   403   403   403   403   403
POST arrival_readings             arrival          302   403   403   403   403   302   404   403   403   403   403   403
POST line_value                   -                302   403   403   403   403   200   200   403   403   403   403   403
GET  attachment_pages             paper            302   404   404   404   200   200   404   200   200   403   403   403
GET  attachment_picture           sheet            302   404   404   404   200   200   404   200   200   403   403   403

# What an organ sends out                        guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  outgoing                     -                302   200   200   200   200   200   200   200   200   403   403   403
GET  outgoing_opening             -                302   200   200   200   200   200   200   200   200   403   403   403
POST outgoing_opening             -                302   200   200   200   200   200   200   200   200   403   403   403
GET  outgoing_codes               -                302   403   403   403   403   200   403   403   403   403   403   403
POST outgoing_codes               -                302   403   403   403   403   200   403   403   403   403   403   403
GET  outgoing_numbers             -                302   403   403   403   403   200   403   403   403   403   403   403
POST outgoing_numbers             -                302   403   403   403   403   200   403   403   403   403   403   403
GET  outgoing_releasing           aside            302   403   403   403   403   200   403   403   403   403   403   403
POST outgoing_releasing           aside            302   403   403   403   403   200   403   403   403   403   403   403
GET  outgoing_year                -                302   403   403   403   403   200   403   200   200   403   403   403
GET  outgoing_uptakes             -                302   200   200   200   200   200   200   200   200   403   403   403
GET  outgoing_uptake              letter           302   404   200   404   200   200   404   200   200   403   403   403
POST outgoing_uptake              letter           302   404   200   404   200   200   404   200   200   403   403   403
POST outgoing_uptake_withdrawal   uptake           302   404   302   404   302   302   404   302   302   403   403   403
GET  outgoing_text                letter           302   404   200   404   302   302   404   302   302   403   403   403
POST outgoing_text                letter           302   404   422   404   302   302   404   302   302   403   403   403
POST outgoing_keeping             letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_findings            letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_pages               letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_discarding          letter           302   404   302   404   302   302   404   302   302   403   403   403
GET  outgoing_templates           -                302   403   403   403   403   200   403   200   403   403   403   403
GET  outgoing_template_new        -                302   403   403   403   403   200   403   200   403   403   403   403
POST outgoing_template_new        -                302   403   403   403   403   422   403   422   403   403   403   403
GET  outgoing_template            beginning        302   403   403   403   403   200   403   200   403   403   403   403
POST outgoing_template            beginning        302   403   403   403   403   422   403   422   403   403   403   403
POST outgoing_template_stopping   beginning        302   403   403   403   403   302   403   302   403   403   403   403
GET  outgoing_restoring           version          302   404   200   404   200   200   404   200   200   403   403   403
POST outgoing_restoring           version          302   404   422   404   422   422   404   422   422   403   403   403
GET  outgoing_importing           letter           302   404   200   404   200   200   404   200   200   403   403   403
POST outgoing_importing           letter           302   404   422   404   422   422   404   422   422   403   403   403
GET  outgoing_enclosures          letter           302   404   200   404   200   200   404   200   200   403   403   403
POST outgoing_enclosures          letter           302   404   422   404   422   422   404   422   422   403   403   403
GET  outgoing_beside              letter           302   404   200   404   200   200   404   200   200   403   403   403
POST outgoing_inserting           letter           302   404   302   404   302   302   404   302   302   403   403   403
POST outgoing_sealing_again       letter           302   404   302   404   302   302   404   302   302   403   403   403
GET  outgoing_versions            letter           302   404   200   404   200   200   404   200   200   403   403   403
GET  outgoing_joint               letter           302   404   404   404   404   200   404   404   404   403   403   403
POST outgoing_joint               letter           302   404   404   404   404   422   404   404   404   403   403   403
GET  outgoing_version             version          302   404   200   404   200   200   404   200   200   403   403   403
GET  outgoing_file                print            302   404   200   404   200   200   404   200   200   403   403   403
GET  outgoing_consulting          letter           302   404   200   404   200   200   404   200   200   403   403   403
POST outgoing_letters             letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_verdicts            letter           302   404   422   404   422   422   404   422   422   403   403   403
GET  outgoing_remarks             letter           302   404   200   404   200   200   404   200   200   403   403   403
POST outgoing_remarks             letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_remark_answers      remark           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_remark_settlement   remark           302   404   302   404   422   422   404   422   422   403   403   403
GET  outgoing_conflicts           letter           302   404   200   404   200   200   404   200   200   403   403   403
POST outgoing_conflicts           letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_conflict_answer     conflict         302   404   422   404   422   422   404   422   422   403   403   403
GET  outgoing_receipts            letter           302   404   200   404   200   200   404   200   200   403   403   403
GET  outgoing_again               letter           302   404   403   404   403   200   404   403   403   403   403   403
POST outgoing_again               letter           302   404   403   404   403   200   404   403   403   403   403   403
POST outgoing_reminders           letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_recalls             letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_paper_receipts      letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_scope               letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_answers             letter           302   404   422   404   422   422   404   422   422   403   403   403
POST outgoing_cessation           letter           302   404   422   404   422   422   404   422   422   403   403   403

# Known to registrars of telegrams alone         guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  telegrams                    -                302   200   200   200   200   200   200   200   200   403   403   403
GET  telegram_registration        -                302   403   403   403   403   403   200   403   403   403   403   403
GET  matter                       telegram         302   404   404   404   404   404   200   404   404   403   403   403
GET  attachment                   cable            302   404   404   404   404   404   200   404   404   403   403   403
POST completion                   wire             302   404   404   404   404   404   422   404   404   403   403   403
GET  draft                        wire             302   404   404   404   404   404   200   404   404   403   403   403
POST legs                         telegram         302   404   404   404   404   404   422   404   404   403   403   403
POST leg_return                   leg              302   404   404   404   404   404   302   404   404   403   403   403
POST quarantine                   telegram         302   404   404   404   404   404   302   404   404   403   403   403
POST voiding                      telegram         302   404   404   404   404   404   422   404   404   403   403   403
GET  telegram_intakes             -                302   403   403   403   403   403   200   403   403   403   403   403
GET  telegram_intake_creation     -                302   403   403   403   403   403   200   403   403   403   403   403
GET  intake                       wires            302   403   403   403   403   404   200   403   403   403   403   403
GET  withheld                     -                302   403   403   403   403   403   200   403   403   403   403   403
POST verdict                      withheld         302   403   403   403   403   403   422   403   403   403   403   403
GET  arrival                      withheld         302   403   403   403   403   404   302   403   403   403   403   403
GET  attachment_pages             cable            302   404   404   404   404   404   200   404   404   403   403   403
GET  cards                        -                302   403   403   403   403   403   200   403   403   403   403   403
GET  card                         -                302   403   403   403   403   403   200   403   403   403   403   403
GET  matter                       card             302   404   404   404   404   404   200   404   404   403   403   403
POST paper_return                 card             302   403   403   403   403   403   302   403   403   403   403   403
POST paper_destruction            card             302   403   403   403   403   403   302   403   403   403   403   403

# What does not exist                            guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  matter                       missing          302   404   404   404   404   404   404   404   404   403   403   403
GET  attachment                   missing          302   404   404   404   404   404   404   404   404   403   403   403
POST completion                   missing          302   404   404   404   404   404   404   404   404   403   403   403

# Files on their way, the registrar's            guest alien clerk other chief regis wires  head  lead   sys   sec audit
POST uploads                      -                302   400   400   400   400   400   400   400   400   403   403   403
PUT  upload                       upload           302   400   400   400   400   400   400   400   400   403   403   403

# One's own                                      guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  notice_choices               -                302   200   200   200   200   200   200   200   200   403   403   403
POST notice_choices               -                302   302   302   302   302   302   302   302   302   403   403   403
GET  broadcasts                   -                302   200   200   200   200   200   200   200   200   403   403   403
GET  broadcast_creation           -                302   403   403   403   403   200   403   200   403   403   403   403
POST broadcast_creation           -                302   403   403   403   403   422   403   422   403   403   403   403
GET  broadcast                    broadcast        302   404   200   404   404   200   404   200   404   403   403   403
POST receipt                      broadcast        302   404   302   404   404   422   404   422   404   403   403   403
POST broadcast_resending          broadcast        302   404   422   404   404   302   404   302   404   403   403   403
POST broadcast_withdrawal         broadcast        302   404   422   404   404   422   404   422   404   403   403   403
GET  tokens                       -                302   200   200   200   200   200   200   200   200   200   200   200
POST token_revocation             token            302   404   404   404   302   404   404   404   404   404   404   404
GET  api                          address          401   401   401   401   401   401   401   401   401   401   401   401
GET  delegations                  -                302   200   200   200   200   200   200   200   200   403   403   403
POST delegation_revocation        delegation       302   404   404   404   302   404   404   404   404   403   403   403
GET  handovers                    -                302   403   403   403   403   403   403   200   403   403   403   403
GET  handover                     person           302   403   403   403   403   403   403   200   403   403   403   403
GET  handover_record              handed           302   403   403   403   403   403   403   200   403   403   403   403
POST handover_undoing             handed           302   403   403   403   403   403   403   302   403   403   403   403

# Lists taken along, and what was made for one   guest alien clerk other chief regis wires  head  lead   sys   sec audit
POST taking                       register         302   200   200   200   200   200   200   200   200   403   403   403
POST taking                       batches          302   403   403   403   403   200   403   403   403   403   403   403
POST taking                       cards            302   403   403   403   403   403   200   403   403   403   403   403
GET  products                     -                302   200   200   200   200   200   200   200   200   200   200   200
GET  product                      product          302   404   404   404   404   200   404   404   404   404   404   404
GET  security                     -                302   200   200   200   200   200   200   200   200   200   200   200
GET  code_setup                   -                302   200   200   200   200   200   200   200   200   200   200   200
POST code_removal                 -                302   302   302   302   302   302   302   302   302   302   302   302
GET  key_setup                    -                302   200   200   200   200   200   200   200   200   200   200   200
POST key_removal                  key              302   404   302   404   404   404   404   404   404   404   404   404
POST recovery_codes               -                302   302   200   302   302   302   302   302   302   302   302   302
POST session_endings              -                302   302   302   302   302   302   302   302   302   302   302   302
POST session_ending               session          302   404   302   404   404   404   404   404   404   404   404   404

# Routes of an organ                             guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  routes                       -                302   403   403   403   403   403   403   200   403   403   403   403
GET  route                        route            302   403   403   403   403   403   403   200   403   403   403   403
POST route                        route            302   403   403   403   403   403   403   200   403   403   403   403
GET  route                        other_route      302   403   403   403   403   403   403   404   403   403   403   403
GET  route_publication            route            302   403   403   403   403   403   403   200   403   403   403   403
POST route_discarding             route            302   403   403   403   403   403   403   302   403   403   403   403
GET  route_import                 route            302   403   403   403   403   403   403   200   403   403   403   403
GET  route_versions               route            302   403   403   403   403   403   403   200   403   403   403   403
GET  route_version                route_version    302   403   403   403   403   403   403   200   403   403   403   403
POST route_restoration            route_version    302   403   403   403   403   403   403   302   403   403   403   403
GET  route_file                   route_file       302   403   403   403   403   403   403   200   403   403   403   403

# Administration                                 guest alien clerk other chief regis wires  head  lead   sys   sec audit
GET  administration               -                302   403   403   403   403   403   403   403   403   200   200   200
GET  people                       -                302   403   403   403   403   403   403   403   403   200   200   403
GET  person_registration          -                302   403   403   403   403   403   403   403   403   200   403   403
GET  person                       person           302   403   403   403   403   403   403   403   403   200   200   403
POST particulars                  person           302   403   403   403   403   403   403   403   403   422   403   403
POST appointments                 person           302   403   403   403   403   403   403   403   403   422   403   403
POST departure                    person           302   403   403   403   403   403   403   403   403   422   403   403
POST person_account               person           302   403   403   403   403   403   403   403   403   422   403   403
GET  units                        -                302   403   403   403   403   403   403   403   403   200   200   403
GET  unit_creation                -                302   403   403   403   403   403   403   403   403   200   403   403
GET  unit                         unit             302   403   403   403   403   403   403   403   403   200   200   403
POST unit_names                   unit             302   403   403   403   403   403   403   403   403   422   403   403
POST unit_posts                   unit             302   403   403   403   403   403   403   403   403   422   403   403
GET  unit_ending                  unit             302   403   403   403   403   403   403   403   403   200   403   403
GET  post_ending                  post             302   403   403   403   403   403   403   403   403   200   403   403
GET  appointment_ending           appointment      302   403   403   403   403   403   403   403   403   200   403   403
GET  accounts                     -                302   403   403   403   403   403   403   403   403   200   200   403
GET  account_creation             -                302   403   403   403   403   403   403   403   403   200   403   403
GET  account                      account          302   403   403   403   403   403   403   403   403   200   200   403
POST account_password             account          302   403   403   403   403   403   403   403   403   200   403   403
POST account_disabling            account          302   403   403   403   403   403   403   403   403   302   403   403
POST account_activation           account          302   403   403   403   403   403   403   403   403   403   422   403
POST account_unlocking            account          302   403   403   403   403   403   403   403   403   403   422   403
POST account_factors              account          302   403   403   403   403   403   403   403   403   403   302   403
POST account_sessions             account          302   403   403   403   403   403   403   403   403   302   302   403
POST account_session_ending       of_account       302   403   403   403   403   403   403   403   403   302   302   403
POST identity_ending              identity         302   403   403   403   403   403   403   403   403   302   403   403
POST account_office               account          302   403   403   403   403   403   403   403   403   403   422   403
GET  administrators               -                302   403   403   403   403   403   403   403   403   403   200   403
POST administrator_ending         administrator    302   403   403   403   403   403   403   403   403   403   302   403
GET  roles                        -                302   403   403   403   403   403   403   403   403   403   200   403
GET  role_ending                  role             302   403   403   403   403   403   403   403   403   403   200   403
GET  charges                      -                302   403   403   403   403   403   403   403   403   403   200   403
GET  charge_ending                charge           302   403   403   403   403   403   403   403   403   403   200   403
GET  office_tokens                -                302   403   403   403   403   403   403   403   403   200   403   403
POST office_token_revocation      token            302   403   403   403   403   403   403   403   403   302   403   403
GET  office_delegations           -                302   403   403   403   403   403   403   403   403   403   200   403
POST office_delegation_revocation delegation       302   403   403   403   403   403   403   403   403   403   302   403
GET  calendar                     -                302   403   403   403   403   403   403   403   403   200   403   403
GET  running                      -                302   403   403   403   403   403   403   403   403   200   403   403
GET  jobs                         -                302   403   403   403   403   403   403   403   403   200   403   403
POST reindexing                   -                302   403   403   403   403   403   403   403   403   302   403   403
GET  channels                     -                302   403   403   403   403   403   403   403   403   200   403   403
POST channels                     -                302   403   403   403   403   403   403   403   403   422   403   403
POST channel_trial                channel          302   403   403   403   403   403   403   403   403   422   403   403
POST channel_enabling             channel          302   403   403   403   403   403   403   403   403   302   403   403
POST channel_disabling            channel          302   403   403   403   403   403   403   403   403   302   403   403
GET  webhooks                     -                302   403   403   403   403   403   403   403   403   200   403   403
POST webhooks                     -                302   403   403   403   403   403   403   403   403   422   403   403
POST webhook_trial                webhook          302   403   403   403   403   403   403   403   403   302   403   403
POST webhook_enabling             webhook          302   403   403   403   403   403   403   403   403   302   403   403
POST webhook_disabling            webhook          302   403   403   403   403   403   403   403   403   302   403   403
GET  outbox                       -                302   403   403   403   403   403   403   403   403   200   403   403
POST resending                    delivery         302   403   403   403   403   403   403   403   403   302   403   403
GET  confirmations                -                302   403   403   403   403   403   403   403   403   200   200   200
POST confirmation_settlement      confirmation     302   403   403   403   403   403   403   403   403   422   422   422
POST confirmation_withdrawal      confirmation     302   403   403   403   403   403   403   403   403   422   302   422
GET  security_policy              -                302   403   403   403   403   403   403   403   403   403   200   403
GET  security_log                 -                302   403   403   403   403   403   403   403   403   403   200   200
POST security_log_export          -                302   403   403   403   403   403   403   403   403   403   200   200
GET  org_imports                  -                302   403   403   403   403   403   403   403   403   200   403   403
GET  org_import                   import           302   403   403   403   403   403   403   403   403   200   200   403
POST org_import_application       import           302   403   403   403   403   403   403   403   403   302   403   403
POST org_import_undoing           import           302   403   403   403   403   403   403   403   403   422   403   403
GET  org_workbook                 template         302   403   403   403   403   403   403   403   403   200   403   403
GET  trail                        -                302   403   403   403   403   403   403   403   403   403   200   200
GET  verification                 -                302   403   403   403   403   403   403   403   403   403   403   200
POST checkpoints                  -                302   403   403   403   403   403   403   403   403   403   403   302
GET  checkpoint                   checkpoint       302   403   403   403   403   403   403   403   403   403   403   200
"""


def rows() -> Iterator[tuple[str, str, str, dict[str, int]]]:
    """Yield method, name of the address, name of the sample and the expected status by role."""
    for line in filter(None, TABLE.splitlines()):
        if not line.startswith("#"):
            method, name, sample, *expected = line.split()
            yield method, name, sample, dict(zip(["guest", *ROLES], map(int, expected), strict=True))


ROWS = list(rows())


def names(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        yield from [str(one.name)] if isinstance(one, URLPattern) else names(one)


def token_of(cast: Cast) -> Token:
    """A token with which another system acts for the chief of finance."""
    account = cast.finance_chief.account
    given = {"name": "财务系统", "scopes": ["desk"], "days": 365, "by": account.ref, "at": timezone.now()}
    return org.make_token(account, **given)[0]


@pytest.fixture
def samples(cast: Cast) -> dict[str, Any]:
    """One of everything that an address can name."""
    return everything(cast)


def everything(cast: Cast) -> dict[str, Any]:
    """Make one of everything that an address can name; return what stands in the address, by the sample's name."""
    document = cast.document(uploads=(cast.upload(cast.registrar),))
    cast.walk(document, to="handling")
    matters.circulate(document.pk, holders=[cast.holder(cast.second_leader)], by=cast.registrar, at=cast.tick())
    task = cast.task(document, "handling")
    matters.chase(document.pk, tasks=[task.pk], mode="message", words="请抓紧。", by=cast.registrar, at=cast.tick())
    matters.ask_jump(document.pk, to="proposal", reason="交办有误。", by=cast.registrar, at=cast.tick())
    matters.consult(
        document.pk,
        holders=[cast.holder(cast.leader)],
        until=date(2026, 12, 1),
        question="请提意见。",
        by=cast.registrar,
        at=cast.tick(),
    )
    done = Task.objects.get(matter=document, station__key="assignment")
    telegram = cast.document("telegram", uploads=(cast.upload(cast.confidential),), urgency="routine")
    documents.give_to_courier(
        telegram.pk, courier="李强", receiver="周立民", copies=1, by=cast.confidential, at=cast.tick()
    )
    card = documents.card(
        organ=cast.organ.pk, sender_code="07", copy_number="", copies=1, by=cast.confidential, at=cast.tick()
    )
    cast.delegate(cast.finance_chief, cast.finance_clerk, until=cast.at + timedelta(days=30))

    given = cast.walk(cast.document(), to="handling")
    Task.objects.filter(matter=given, done_at=None).update(holder=cast.holder(cast.reform_chief))
    (handed,) = matters.divide(
        cast.reform_chief,
        shares=[matters.Share(cast.reform_clerk)],
        by=cast.office_head,
        at=cast.tick(),
        reason="轮岗。",
    )
    kept = matters.save_filter("todo", name="急件", query="urgency=1", by=cast.finance_chief, at=cast.tick())

    tree = {**parse.tree(kinds.get("incoming").loaded_route), "name": "来文办理"}
    routes.save_draft(
        "incoming", cast.organ.pk, definition=tree, revision=0, based_on=1, by=cast.office_head, at=cast.tick()
    )
    batch = cast.take_in({"通知.pdf": render.as_pdf(library.LETTERS[0])})
    wires = cast.take_in({"电报.txt": "关于值班安排的通知"}, "telegram")
    held = cast.take_in({"来电.txt": "秘密★1年\n关于值班安排的通知"}, "telegram")
    paper = cast.document(uploads=(cast.upload(cast.registrar, "通知.pdf", render.as_pdf(library.LETTERS[0])),))
    cast.walk(paper, to="handling")
    letter = writing.opened(cast)
    given = {"name": "会议通知", "draft": writing.text(letter)}
    beginning = templates.add_template(genre="notice", **given, by=cast.registrar, at=cast.tick())
    code = outgoing.open_code(code="清政发", by=cast.registrar, at=cast.tick())
    (aside,) = outgoing.reserve(series=code.pk, count=1, purpose="表彰决定", by=cast.registrar, at=cast.tick())
    taken = Uptake.objects.create(
        document_id=letter.pk,
        manner="decision",
        where="县长批示",
        taken_on=date(2026, 3, 2),
        by=cast.registrar,
        at=cast.at,
    )
    return {
        "-": [],
        "letter": [letter.pk],
        "uptake": [letter.pk, taken.pk],
        "version": [letter.pk, 1],
        "beginning": [beginning.pk],
        "print": [letter.pk, "pdf"],
        **heard(cast, letter),
        "aside": [aside.pk],
        **sealed(cast),
        **exchanged(cast, letter),
        **counted(letter, done),
        **received(cast),
        "todo": ["todo"],
        "filter": [kept.pk],
        "handed": [handed.pk],
        "register": ["documents", "workbook"],
        "batches": ["intakes", "workbook"],
        "cards": ["cards", "workbook"],
        "product": [product_of(cast).pk],
        "intake": [batch.pk],
        "wires": [wires.pk],
        "arrival": [batch.arrivals.get().pk],
        "page": [batch.arrivals.get().pk, 1],
        "withheld": [held.arrivals.get().pk],
        "sheet": [Attachment.objects.get(matter=paper).pk, 1],
        "document": [document.pk],
        "telegram": [telegram.pk],
        "card": [card.pk],
        "missing": [10**9],
        "task": [task.pk],
        "done": [done.pk],
        "wire": [Task.objects.get(matter=telegram, done_at=None).pk],
        "copy": [Task.objects.get(matter=document, station=None, opened_at__isnull=False, done_at=None).pk],
        "chase": [Chase.objects.get().pk],
        "jump": [Jump.objects.get().pk],
        "request": [Run.objects.get(role=Run.SIDE).pk],
        "leg": [Leg.objects.get().pk],
        "paper": [Attachment.objects.get(matter=document).pk],
        "cable": [Attachment.objects.get(matter=telegram).pk],
        "upload": [cast.upload(cast.registrar)],
        "person": [cast.finance_clerk.pk],
        "unit": [cast.finance.pk],
        "post": [cast.posts["finance_clerk"].pk],
        "appointment": [Appointment.objects.get(person=cast.finance_clerk).pk],
        "account": [cast.finance_clerk.account.pk],
        "administrator": [Administrator.objects.get(account=cast.auditor).pk],
        "role": [Role.objects.filter(key="leader").first().pk],
        "charge": [Charge.objects.first().pk],
        **_ways_in(cast.finance_clerk.account, cast.at),
        "checkpoint": [trail.checkpoint(by="system", at=cast.tick()).pk],
        "confirmation": [confirmation_of(cast).pk],
        "import": [import_of(cast).pk],
        "template": ["template"],
        "delegation": [Delegation.objects.get().pk],
        "token": [token_of(cast).pk],
        "address": ["desk/counts"],
        **told(cast),
        "route": [cast.organ.pk, "incoming"],
        "other_route": [cast.other_organ.pk, "incoming"],
        "route_version": [cast.organ.pk, "incoming", 1],
        "draft_pdf": ["pdf"],
        "route_file": [cast.organ.pk, "incoming", "draft", "bpmn"],
    }


def heard(cast: Cast, letter: Any) -> dict[str, Any]:
    """What others say of a letter: an opinion that came by letter, a remark, a conflict with a superior's document."""
    clerk: dict[str, Any] = {"by": cast.finance_clerk}
    consulting.enter_letter(
        letter.pk, organ="清源市财政局", words="无意见。", given_on=date(2026, 3, 2), at=cast.tick(), **clerk
    )
    remarks.remark(letter.pk, version=1, words="请核对。", at=cast.tick(), **clerk)
    conflicts.raise_conflict(letter.pk, version=1, superior="《预案》", words="时限不同。", at=cast.tick(), **clerk)
    return {"remark": [Remark.objects.get().pk], "conflict": [Conflict.objects.get().pk]}


def sealed(cast: Cast) -> dict[str, Any]:
    """A seal in the keeping of the registrar, put once on what a clerk asked for; the leader manages the register."""
    desk = Desk(cast, manager=cast.leader)
    asked = desk.apply()
    desk.seal(desk.approve(asked))
    desk.hand_out(desk.approve(desk.ask_loan(), leader=True))
    seals.try_out(desk.main.pk, by=cast.leader, at=cast.tick())
    equipped = {"certificate": [Certificate.objects.get().pk], "root": [Root.objects.get().pk]}
    return {"seal": [desk.main.pk], "use": [Use.objects.get().pk], **equipped}


def exchanged(cast: Cast, letter: Matter) -> dict[str, Any]:
    """A peer of the county and a package of it, and a dispatch of a letter of its own."""
    about = {"title": letter.title, "genre": "notice", "label": "public", "urgency": "none"}
    row = Dispatch.objects.create(matter=letter, sender=cast.organ, sender_name=cast.organ.name, at=cast.at, **about)
    city = Elsewhere(cast)
    peer = city.register()
    exchange.import_package(city.letter(), organ=cast.organ.pk, by=cast.registrar, at=cast.tick())
    return {"peer": [peer.pk], "dispatch": [row.pk]}


def counted(letter, done):
    """What the tables of the year count: a number, a return, what broke a rule and was let pass, a receiver."""
    document = OutgoingDocument.objects.get(pk=letter.pk)
    OutgoingDocument.objects.filter(pk=letter.pk).update(numbered_on=date(2026, 3, 2), length=800)
    version = document.versions.get(order=1)
    ReturnCause.objects.create(task=done, document=document, cause="basis")
    Lapse.objects.create(version=version, rule="PUNC-03", severity="error", count=2)
    answers = dict.fromkeys((key for key, _ in rules.REVIEW_POINTS), True)
    review = Review.objects.create(task=done, document=document, version=version, **answers)
    Waiver.objects.create(review=review, rule="PUNC-03", severity="error", words="标点有误")
    about = {"sender_name": "清河县人民政府", "title": "通知", "genre": "notice", "label": "public", "urgency": "none"}
    sent = Dispatch.objects.create(matter=letter, sender=letter.organ, by=letter.opened_by, at=timezone.now(), **about)
    sent.deliveries.create(name="清河县档案馆", role="main")
    return {}


def received(cast: Cast) -> dict[str, Any]:
    """A delivery and a telegram that wait for the county, and a group of receivers of it."""
    delivery = sending.arrived(cast)
    sending.arrived(cast, is_telegram=True, urgency="urgent", label="work_secret", number="白机电〔2026〕1号")
    about = {"organ": cast.organ.pk, "name": "供电供水", "names": ["清河县供电公司"]}
    group = exchange.create_group(**about, by=cast.registrar, at=cast.tick())
    return {
        "arriving": [delivery.pk],
        "delivered_file": [delivery.pk, 0],
        "sending": [delivery.dispatch_id],
        "group": [group.pk],
    }


def product_of(cast: Cast) -> Product:
    """Return a file that was made for the registrar."""
    about = {"recipe": {}, "detail": {}, "by": cast.registrar.ref, "at": timezone.now()}
    product = files.order_product("收文登记簿.xlsx", "workbook", task="zhongshu.ui.jobs.make_product", **about)
    files.lay_product(product, b"PK", at=cast.at)
    with transaction.atomic():
        files.finish_product(product, 2, at=timezone.now())
    return product


def _ways_in(account: Account, at: datetime) -> dict[str, Any]:
    """A security key, a device and an identity of somebody."""
    session = Session.objects.create(
        account=account, key="k", device="Windows 电脑", began_at=timezone.now(), seen_at=timezone.now()
    )
    identity = Identity.objects.create(account=account, issuer="https://id.example", subject="7", made_at=at)
    key = SecurityKey.objects.create(account=account, name="抽屉", host="oa", credential="c", public=b"", made_at=at)
    return {
        "key": [key.pk],
        "session": [session.pk],
        "of_account": [account.pk, session.pk],
        "identity": [account.pk, identity.pk],
    }


def confirmation_of(cast: Cast) -> Confirmation:
    """Return what the security administrator has asked for."""
    values = {**policies.DEFAULT.values(), "lock": 30}
    return org.confirming.ask("set_policy", values, sentence="锁定时间", by=cast.secadmin.ref, at=timezone.now())


def import_of(cast: Cast) -> OrgImport:
    """Return a checked workbook of the organisation as it stands."""
    now = timezone.now()
    content = workbooks.workbook(workbooks.present(timezone.localdate(now)), at=now)
    about = {"name": "机构人员.xlsx", "on": timezone.localdate(now), "ends_absent": False}
    return org.importing.check(content, **about, by=cast.sysadmin.ref, at=now)


def told(cast: Cast) -> dict[str, Any]:
    """A notice that one clerk must read, a channel, a message that waits to leave by it, and a webhook."""
    given = {"organ": cast.organ.pk, "title": "关于停电的通知", "words": "周六停电。", "label": "internal"}
    sent = notices.broadcast(**given, people=[cast.finance_clerk.pk], by=cast.registrar, at=cast.tick())
    address = "mailto://127.0.0.1?to={收件人}"
    channel = notices.add_channel(name="邮箱", medium="email", template=address, by=cast.sysadmin.ref, at=cast.tick())
    delivery = Delivery.objects.create(notice=Notice.objects.get(kind="broadcast"), channel=channel, manner="at_once")
    hook, _ = notices.add_webhook(
        cast.organ,
        name="数据平台",
        target="http://a.test/",
        events=["matter.closed"],
        by=cast.sysadmin.ref,
        at=cast.tick(),
    )
    return {"broadcast": [sent.pk], "channel": [channel.pk], "delivery": [delivery.pk], "webhook": [hook.pk]}


class Asker:
    """Somebody who asks, each time as if nothing had been asked before."""

    def __init__(self, cast: Cast, role: str) -> None:
        self.client = client_of(getattr(cast, ROLES[role])) if role in ROLES else Client()
        self.cookies = deepcopy(self.client.cookies)

    def ask(self, method: str, address: str) -> int:
        """Return the status of the answer, and undo what came of it."""
        before = transaction.savepoint()
        response = getattr(self.client, method.lower())(address)
        b"".join(response)  # read to its end: closing it from here would close the connection of the whole test
        transaction.savepoint_rollback(before)
        self.client.cookies = deepcopy(self.cookies)
        return response.status_code


def test_the_table_knows_every_address():
    assert {name for _, name, _, _ in ROWS} == set(names(get_resolver()))


@pytest.mark.parametrize("role", ["guest", *ROLES])
def test_each_address_lets_in_whom_it_should(role: str, cast: Cast, samples: dict[str, Any]):
    asker = Asker(cast, role)
    expected = {row[:3]: row[3][role] for row in ROWS}
    found = {(method, name, key): asker.ask(method, reverse(name, args=samples[key])) for method, name, key in expected}
    assert found == expected


def test_what_takes_only_forms_cannot_be_opened(cast: Cast, samples: dict[str, Any]):
    opened = {name for method, name, _, _ in ROWS if method == "GET"}
    closed = {name: reverse(name, args=samples[key]) for _, name, key, _ in ROWS if name not in opened}
    asker = Asker(cast, "regis")
    assert {name: asker.ask("GET", address) for name, address in closed.items()} == dict.fromkeys(closed, 405)
