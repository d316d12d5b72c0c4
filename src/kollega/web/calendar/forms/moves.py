"""The shape of a move by drag or keys: a column, a time, a length, the version that was seen."""

from django import forms


class MoveForm(forms.Form):
    date = forms.DateField(input_formats=["%Y-%m-%d"])
    start = forms.TimeField(input_formats=["%H:%M"])
    minutes = forms.IntegerField(min_value=5, max_value=720)
    clinician = forms.UUIDField(required=False)
    room = forms.UUIDField(required=False)
    version = forms.IntegerField(min_value=1)
    resized = forms.BooleanField(required=False)
