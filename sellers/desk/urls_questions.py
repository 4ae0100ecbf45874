"""Addresses of the desk: buyers' questions."""

from django.urls import path

from sellers.desk import questions

urlpatterns = [
    path("<slug:slug>/pertanyaan/", questions.questions, name="questions"),
    path("<slug:slug>/pertanyaan/<int:pk>/", questions.question, name="question"),
]
