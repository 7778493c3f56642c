from django.contrib import admin

from config.choosing import ChoiceView


class Site(admin.AdminSite):
    site_header = "ระบบติดตามการตรวจเยี่ยมของผู้บริหาร"
    site_title = "ติดตามการตรวจเยี่ยม"
    index_title = "บันทึกข้อมูล"

    def autocomplete_view(self, request):
        return ChoiceView.as_view(admin_site=self)(request)
