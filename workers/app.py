"""The Celery application. Importing it connects to nothing."""

from celery import Celery

from services import settings
from workers import signals
from workers.config import configuration

app = Celery("newsmill", include=["workers.poll", "workers.process", "workers.maintain"])
app.config_from_object(configuration(settings.current()))
signals.connect()
