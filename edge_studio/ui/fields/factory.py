"""From a row of a table to its widget."""

from PySide6.QtCore import QObject

from edge_studio.jsontext.pointer import parse
from edge_studio.ui.fields.base import Field
from edge_studio.ui.fields.choices import ChoiceField, SwitchField
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.fields.moment import MomentField
from edge_studio.ui.fields.spec import (
    Checks,
    Choice,
    FieldSpec,
    Measure,
    Moment,
    Number,
    Suggest,
    Switch,
    Text,
    TextList,
)
from edge_studio.ui.fields.suggest import SuggestField
from edge_studio.ui.fields.text import MeasureField, NumberField, TextField


def make_field(spec: FieldSpec, context: FieldContext, section: str, parent: QObject) -> Field:
    """The field of ``spec`` below the place ``section``; ``TypeError`` for a kind that has no widget."""
    pointer = section + spec.at
    parse(pointer)  # a table with a bad pointer is a bug: say so at once
    match spec:
        case Text():
            return TextField(spec, context, pointer, parent)
        case Measure():
            return MeasureField(spec, context, pointer, parent)
        case Number():
            return NumberField(spec, context, pointer, parent)
        case Switch():
            return SwitchField(spec, context, pointer, parent)
        case Choice():
            return ChoiceField(spec, context, pointer, parent)
        case Suggest():
            return SuggestField(spec, context, pointer, parent)
        case Moment():
            return MomentField(spec, context, pointer, parent)
        case TextList():
            from edge_studio.ui.fields.lists import TextListField

            return TextListField(spec, context, pointer, parent)
        case Checks():
            from edge_studio.ui.fields.lists import ChecksField

            return ChecksField(spec, context, pointer, parent)
        case _:
            raise TypeError(f"No widget for {type(spec).__name__}")
