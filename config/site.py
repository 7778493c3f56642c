from django.contrib import admin


class Site(admin.AdminSite):
    site_header = "ระบบติดตามการตรวจเยี่ยมของผู้บริหาร"
    site_title = "ติดตามการตรวจเยี่ยม"
    index_title = "บันทึกข้อมูล"
