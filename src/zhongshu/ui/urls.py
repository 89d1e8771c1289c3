"""Addresses of what every kind of matter shares: nouns throughout."""

from django.urls import path

from zhongshu.ui.views import acts, files, matters, outputs, people, tasks

urlpatterns = [
    path("matters/<int:pk>/", matters.show, name="matter"),
    path("matters/<int:pk>/circulation/", acts.view("circulation"), name="circulation"),
    path("matters/<int:pk>/chases/", acts.view("chases"), name="chases"),
    path("matters/<int:pk>/termination/", acts.view("termination"), name="termination"),
    path("matters/<int:pk>/attachments/", acts.view("attachments"), name="attachments"),
    path("matters/<int:pk>/rating/", acts.view("rating"), name="rating"),
    path("chases/<int:pk>/answer/", acts.view("answer"), name="answer"),
    path("tasks/<int:pk>/completion/", acts.view("completion"), name="completion"),
    path("tasks/<int:pk>/return/", acts.view("return"), name="return"),
    path("tasks/<int:pk>/transfer/", acts.view("transfer"), name="transfer"),
    path("tasks/<int:pk>/signers/", acts.view("signers"), name="signers"),
    path("tasks/<int:pk>/withdrawal/", acts.view("withdrawal"), name="withdrawal"),
    path("tasks/<int:pk>/reading/", acts.view("reading"), name="reading"),
    path("tasks/<int:pk>/draft/", tasks.draft, name="draft"),
    path("uploads/", files.uploads, name="uploads"),
    path("uploads/<uuid:uuid>/", files.upload, name="upload"),
    path("attachments/<int:pk>/", files.attachment, name="attachment"),
    path("attachments/<int:pk>/original/", files.original, name="original"),
    path("attachments/<int:pk>/pages/", files.pages, name="attachment_pages"),
    path("attachments/<int:pk>/pages/<int:number>/", files.picture, name="attachment_picture"),
    path("matters/<int:pk>/slip/", outputs.slip, name="slip"),
    path("lists/<slug:key>/<slug:how>/", outputs.taking, name="taking"),
    path("products/", outputs.products, name="products"),
    path("products/<int:pk>/", outputs.product, name="product"),
    path("people/pick/", people.pick, name="pick"),
    path("notices/", people.notices, name="notices"),
    path("notices/readings/", people.readings, name="readings"),
]
