"""Addresses of the exchange: what came to be signed for, groups of receivers, peers and packages."""

from django.urls import path

from zhongshu.documents import rules
from zhongshu.exchange.views import files, groups, packages, peers, receiving

TELEGRAM = {"kind": rules.TELEGRAM}

urlpatterns = [
    path("deliveries/", receiving.deliveries, name="deliveries"),
    path("deliveries/telegrams/", receiving.deliveries, TELEGRAM, name="telegram_deliveries"),
    path("deliveries/of/<int:dispatch>/", receiving.delivered, name="delivered"),
    path("deliveries/<int:pk>/", receiving.delivery, name="delivery"),
    path("deliveries/<int:pk>/receipt/", receiving.receipt, name="delivery_receipt"),
    path("deliveries/<int:pk>/rejection/", receiving.rejection, name="delivery_rejection"),
    path("deliveries/<int:pk>/files/<int:order>/", files.file, name="delivery_file"),
    path("receiver-groups/", groups.groups, name="receiver_groups"),
    path("receiver-groups/new/", groups.creation, name="receiver_group_creation"),
    path("receiver-groups/<int:pk>/", groups.group, name="receiver_group"),
    path("receiver-groups/<int:pk>/ending/", groups.ending, name="receiver_group_ending"),
    path("exchange/peers/", peers.peers, name="peers"),
    path("exchange/peers/registration/", peers.registration, name="peer_registration"),
    path("exchange/peers/<int:pk>/", peers.peer, name="peer"),
    path("exchange/peers/<int:pk>/ending/", peers.ending, name="peer_ending"),
    path("exchange/certificate/", peers.certificate, name="own_certificate"),
    path("exchange/packages/", packages.packages, name="packages"),
    path("exchange/packages/importing/", packages.importing, name="package_import"),
    path("exchange/packages/<int:pk>/taking/", packages.taking, name="package_taking"),
    path("exchange/packages/<int:pk>/renewal/", packages.renewal, name="package_renewal"),
    path("exchange/dispatches/<int:pk>/packages/", packages.outward, name="outward_packages"),
]
