import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # A database that was made by all of these goes on from here; none of them is kept.
    replaces = [('officials', '0002_initial'), ('officials', '0003_everything'), ('officials', '0004_trail'), ('officials', '0005_sessions'), ('officials', '0006_required_factor'), ('officials', '0007_account_version'), ('officials', '0008_uses'), ('officials', '0009_identity'), ('officials', '0010_person_data'), ('officials', '0011_revert'), ('officials', '0012_wrong_keys')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('officials', '0001_start'),
        ('units', '0001_start'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='units.unit', verbose_name='หน่วยงานที่สังกัด'),
        ),
        migrations.AddField(
            model_name='user',
            name='user_permissions',
            field=models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions'),
        ),
        migrations.AddField(
            model_name='historicalappointment',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalidentity',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalidentity',
            name='user',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='บัญชีผู้ใช้'),
        ),
        migrations.AddField(
            model_name='historicalofficial',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalofficialalias',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpost',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalpost',
            name='unit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit', verbose_name='หน่วยงาน'),
        ),
        migrations.AddField(
            model_name='historicalrequiredfactor',
            name='group',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='auth.group', verbose_name='บทบาท'),
        ),
        migrations.AddField(
            model_name='historicalrequiredfactor',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaluser',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicaluser',
            name='unit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit', verbose_name='หน่วยงานที่สังกัด'),
        ),
        migrations.AddField(
            model_name='identity',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identities', to=settings.AUTH_USER_MODEL, verbose_name='บัญชีผู้ใช้'),
        ),
        migrations.AddConstraint(
            model_name='official',
            constraint=models.CheckConstraint(condition=models.Q(('left_on', None), ('left_on__range', (datetime.date(1957, 1, 1), datetime.date(2157, 12, 31))), _connector='OR'), name='official_left_on_in_range', violation_error_message='ปีต้องอยู่ระหว่าง พ.ศ. 2500 ถึง 2700'),
        ),
        migrations.AddField(
            model_name='historicaluser',
            name='official',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='officials.official', verbose_name='บุคคลในทำเนียบ'),
        ),
        migrations.AddField(
            model_name='historicalofficialalias',
            name='official',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='officials.official', verbose_name='บุคคล'),
        ),
        migrations.AddField(
            model_name='historicalappointment',
            name='official',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='officials.official', verbose_name='บุคคล'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='official',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='officials.official', verbose_name='บุคคล'),
        ),
        migrations.AddField(
            model_name='user',
            name='official',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='users', to='officials.official', verbose_name='บุคคลในทำเนียบ'),
        ),
        migrations.AddField(
            model_name='officialalias',
            name='official',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='officials.official', verbose_name='บุคคล'),
        ),
        migrations.AddField(
            model_name='opensession',
            name='user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL, verbose_name='บัญชีผู้ใช้'),
        ),
        migrations.AddField(
            model_name='post',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='units.unit', verbose_name='หน่วยงาน'),
        ),
        migrations.AddField(
            model_name='historicalappointment',
            name='post',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='officials.post', verbose_name='ตำแหน่ง'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='officials.post', verbose_name='ตำแหน่ง'),
        ),
        migrations.AddField(
            model_name='requiredfactor',
            name='group',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='required_factor', to='auth.group', verbose_name='บทบาท'),
        ),
        migrations.AddField(
            model_name='use',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='uses', to=settings.AUTH_USER_MODEL, verbose_name='บัญชีผู้ใช้'),
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.UniqueConstraint(fields=('issuer', 'subject'), name='identity_opens_one_account', violation_error_message='บัญชีกลางนี้ผูกกับบัญชีอื่นแล้ว'),
        ),
        migrations.AddConstraint(
            model_name='identity',
            constraint=models.UniqueConstraint(fields=('user', 'issuer'), name='identity_one_for_each_account', violation_error_message='บัญชีนี้ผูกกับบัญชีกลางอื่นแล้ว'),
        ),
        migrations.AddConstraint(
            model_name='officialalias',
            constraint=models.UniqueConstraint(fields=('official', 'alias'), name='official_alias_once', violation_error_message='บุคคลนี้มีชื่อเรียกนี้แล้ว'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('unit', 'title'), name='post_once', violation_error_message='หน่วยงานนี้มีตำแหน่งนี้แล้ว'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('rank__gte', 1)), name='post_rank_positive', violation_error_message='ลำดับอาวุโสเริ่มที่ 1'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['substantive', 'acting', 'caretaker', 'delegated', 'seconded'])), name='appointment_kind_known', violation_error_message='ค่านี้ไม่อยู่ในรายการที่เลือกได้'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('verified__in', ['seen', 'derived', 'general_knowledge', 'office'])), name='appointment_verified_known', violation_error_message='ค่านี้ไม่อยู่ในรายการที่เลือกได้'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('starts_on__range', (datetime.date(1957, 1, 1), datetime.date(2157, 12, 31))), _connector='OR'), name='appointment_starts_on_in_range', violation_error_message='ปีต้องอยู่ระหว่าง พ.ศ. 2500 ถึง 2700'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__range', (datetime.date(1957, 1, 1), datetime.date(2157, 12, 31))), _connector='OR'), name='appointment_ends_on_in_range', violation_error_message='ปีต้องอยู่ระหว่าง พ.ศ. 2500 ถึง 2700'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('stated_first', None), ('stated_first__range', (datetime.date(1957, 1, 1), datetime.date(2157, 12, 31))), _connector='OR'), name='appointment_stated_first_in_range', violation_error_message='ปีต้องอยู่ระหว่าง พ.ศ. 2500 ถึง 2700'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('stated_last', None), ('stated_last__range', (datetime.date(1957, 1, 1), datetime.date(2157, 12, 31))), _connector='OR'), name='appointment_stated_last_in_range', violation_error_message='ปีต้องอยู่ระหว่าง พ.ศ. 2500 ถึง 2700'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on', None), ('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='appointment_ends_after_start', violation_error_message='วันสิ้นสุดต้องไม่ก่อนวันเริ่มดำรงตำแหน่ง'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('stated_first', None), ('stated_last', None), ('stated_last__gte', models.F('stated_first')), _connector='OR'), name='appointment_stated_in_order', violation_error_message='วันที่ปรากฏครั้งล่าสุดต้องไม่ก่อนวันที่ปรากฏครั้งแรก'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(fields=['-at', '-id'], name='use_newest'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(fields=['by', 'kind', '-at'], name='use_by_kind'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sign_in', 'refused', 'sign_out', 'export', 'print', 'file', 'feed', 'wrongkey', 'contact', 'person', 'clearing'])), name='use_kind_known', violation_error_message='ค่านี้ไม่อยู่ในรายการที่เลือกได้'),
        ),
    ]
