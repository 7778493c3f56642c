from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "units"
    verbose_name = "ทำเนียบหน่วยงาน"
