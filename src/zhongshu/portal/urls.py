"""Addresses of the way in."""

from django.urls import path

from zhongshu.portal.views import desk, door

urlpatterns = [
    path("", desk.home, name="home"),
    path("desk/<slug:name>/", desk.box, name="desk"),
    path("sign-in/", door.sign_in, name="sign_in"),
    path("sign-in/demonstration/", door.demonstration_sign_in, name="demonstration_sign_in"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("password/", door.password, name="password"),
]
