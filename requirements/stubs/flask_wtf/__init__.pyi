"""Types of what Onedoor uses of Flask-WTF 1.3, which carries none."""

from flask_wtf.csrf import CSRFProtect as CSRFProtect
from flask_wtf.form import FlaskForm as FlaskForm
