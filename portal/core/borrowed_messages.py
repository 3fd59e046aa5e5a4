"""Sentences of Django and of REST framework that our pages and answers show. They stand here so that our own catalogues hold them:
the libraries say few of them in Kannada, and some in a Japanese that sounds like a machine. `tests/core/test_borrowed_messages.py`
finds what is missing."""

from django.utils.translation import gettext_noop, ngettext_lazy

# Forms, filters and models of Django.
gettext_noop("This field is required.")
gettext_noop("This field cannot be null.")
gettext_noop("This field cannot be blank.")
gettext_noop("Enter a valid value.")
gettext_noop("Enter a number.")
gettext_noop("Enter a whole number.")
gettext_noop("Enter a valid date.")
gettext_noop("Enter a valid time.")
gettext_noop("Enter a valid date/time.")
gettext_noop("Enter a valid email address.")
gettext_noop("Enter a valid URL.")
gettext_noop("Enter a valid UUID.")
gettext_noop("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.")
gettext_noop("Enter a list of values.")
gettext_noop("Enter a complete value.")
gettext_noop("Null characters are not allowed.")
gettext_noop("Ensure this value is less than or equal to %(limit_value)s.")
gettext_noop("Ensure this value is greater than or equal to %(limit_value)s.")
gettext_noop("Select a valid choice. %(value)s is not one of the available choices.")
gettext_noop("Select a valid choice. That choice is not one of the available choices.")
gettext_noop("Value %(value)r is not a valid choice.")
gettext_noop("“%(pk)s” is not a valid value.")
gettext_noop("“%(value)s” is not a valid UUID.")
gettext_noop("“%(value)s” value must be an integer.")
gettext_noop("“%(value)s” value must be a decimal number.")
gettext_noop("“%(value)s” value must be either True or False.")
gettext_noop("%(model_name)s with this %(field_label)s already exists.")
gettext_noop("%(model_name)s with this %(field_labels)s already exists.")
gettext_noop("(Hidden field %(name)s) %(error)s")
gettext_noop("No file was submitted. Check the encoding type on the form.")
gettext_noop("No file was submitted.")
gettext_noop("The submitted file is empty.")
gettext_noop("Please either submit a file or check the clear checkbox, not both.")
gettext_noop(
    "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. "
    "You may need to file a bug report if the issue persists."
)
ngettext_lazy(
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)
ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)
ngettext_lazy(
    "Ensure this filename has at most %(max)d character (it has %(length)d).",
    "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    "max",
)
ngettext_lazy(
    "Ensure that there are no more than %(max)s digit in total.",
    "Ensure that there are no more than %(max)s digits in total.",
    "max",
)
ngettext_lazy(
    "Ensure that there are no more than %(max)s decimal place.",
    "Ensure that there are no more than %(max)s decimal places.",
    "max",
)
ngettext_lazy(
    "Ensure that there are no more than %(max)s digit before the decimal point.",
    "Ensure that there are no more than %(max)s digits before the decimal point.",
    "max",
)
ngettext_lazy("Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", "num")
ngettext_lazy("Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", "num")

# Passwords.
ngettext_lazy(
    "This password is too short. It must contain at least %d character.",
    "This password is too short. It must contain at least %d characters.",
)
ngettext_lazy(
    "Your password must contain at least %(min_length)d character.",
    "Your password must contain at least %(min_length)d characters.",
    "min_length",
)
gettext_noop("The password is too similar to the %(verbose_name)s.")
gettext_noop("This password is too common.")
gettext_noop("This password is entirely numeric.")
gettext_noop("The two password fields didn’t match.")
gettext_noop("Your old password was entered incorrectly. Please enter it again.")

# The API.
gettext_noop("This field may not be null.")
gettext_noop("This field may not be blank.")
gettext_noop("Not a valid string.")
gettext_noop("Must be a valid boolean.")
gettext_noop("Must be a valid UUID.")
gettext_noop("This value does not match the required pattern.")
gettext_noop("Ensure this field has no more than {max_length} characters.")
gettext_noop("Ensure this field has at least {min_length} characters.")
gettext_noop("Ensure this field has no more than {max_length} elements.")
gettext_noop("Ensure this field has at least {min_length} elements.")
gettext_noop("A valid integer is required.")
gettext_noop("A valid number is required.")
gettext_noop("String value too large.")
gettext_noop("Surrogate characters are not allowed: U+{code_point:X}.")
gettext_noop('Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.')
gettext_noop('Enter a valid "slug" consisting of Unicode letters, numbers, underscores, or hyphens.')
gettext_noop("Ensure this value is less than or equal to {max_value}.")
gettext_noop("Ensure this value is greater than or equal to {min_value}.")
gettext_noop("Datetime has wrong format. Use one of these formats instead: {format}.")
gettext_noop("Expected a datetime but got a date.")
gettext_noop('Invalid datetime for the timezone "{timezone}".')
gettext_noop("Datetime value out of range.")
gettext_noop("Date has wrong format. Use one of these formats instead: {format}.")
gettext_noop("Expected a date but got a datetime.")
gettext_noop('"{input}" is not a valid choice.')
gettext_noop('Expected a list of items but got type "{input_type}".')
gettext_noop("This list may not be empty.")
gettext_noop("This selection may not be empty.")
gettext_noop("Invalid data. Expected a dictionary, but got {datatype}.")
gettext_noop("Invalid input.")
gettext_noop("Malformed request.")
gettext_noop("Incorrect authentication credentials.")
gettext_noop("Authentication credentials were not provided.")
gettext_noop("You do not have permission to perform this action.")
gettext_noop('Method "{method}" not allowed.')
gettext_noop("Could not satisfy the request Accept header.")
gettext_noop('Unsupported media type "{media_type}" in request.')
gettext_noop("Request was throttled.")
ngettext_lazy("Expected available in {wait} second.", "Expected available in {wait} seconds.", "wait")
