import config.thai.fields
import datetime
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    # A database that was made by all of these goes on from here; none of them is kept.
    replaces = [('units', '0001_initial')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalProvince',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(db_index=True, max_length=10, verbose_name='รหัส')),
                ('name', config.thai.fields.LineField(db_index=True, max_length=60, verbose_name='ชื่อจังหวัด')),
                ('name_en', config.thai.fields.LineField(blank=True, max_length=60, verbose_name='ชื่อภาษาอังกฤษ')),
                ('region', models.CharField(choices=[('north', 'ภาคเหนือ'), ('northeast', 'ภาคตะวันออกเฉียงเหนือ'), ('central', 'ภาคกลาง'), ('east', 'ภาคตะวันออก'), ('west', 'ภาคตะวันตก'), ('south', 'ภาคใต้')], max_length=10, verbose_name='ภาค')),
                ('cluster', config.thai.fields.LineField(blank=True, db_index=True, max_length=60, verbose_name='กลุ่มจังหวัด')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='ละติจูด')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='ลองจิจูด')),
                ('source', config.thai.fields.BlockField(blank=True, verbose_name='แหล่งอ้างอิง')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical จังหวัด',
                'verbose_name_plural': 'historical จังหวัด',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Province',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(max_length=10, unique=True, verbose_name='รหัส')),
                ('name', config.thai.fields.LineField(max_length=60, unique=True, verbose_name='ชื่อจังหวัด')),
                ('name_en', config.thai.fields.LineField(blank=True, max_length=60, verbose_name='ชื่อภาษาอังกฤษ')),
                ('region', models.CharField(choices=[('north', 'ภาคเหนือ'), ('northeast', 'ภาคตะวันออกเฉียงเหนือ'), ('central', 'ภาคกลาง'), ('east', 'ภาคตะวันออก'), ('west', 'ภาคตะวันตก'), ('south', 'ภาคใต้')], max_length=10, verbose_name='ภาค')),
                ('cluster', config.thai.fields.LineField(blank=True, db_index=True, max_length=60, verbose_name='กลุ่มจังหวัด')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='ละติจูด')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='ลองจิจูด')),
                ('source', config.thai.fields.BlockField(blank=True, verbose_name='แหล่งอ้างอิง')),
                ('sort_key', config.thai.fields.SortKeyField(db_index=True, max_length=255, source='name')),
                ('search', models.GeneratedField(db_persist=True, expression=config.thai.fields.Fold('name', 'name_en'), output_field=models.TextField())),
            ],
            options={
                'verbose_name': 'จังหวัด',
                'verbose_name_plural': 'จังหวัด',
                'ordering': ['sort_key'],
                'constraints': [models.CheckConstraint(condition=models.Q(('region__in', ['north', 'northeast', 'central', 'east', 'west', 'south'])), name='province_region_known', violation_error_message='ค่านี้ไม่อยู่ในรายการที่เลือกได้')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name='รหัส')),
                ('name', config.thai.fields.LineField(max_length=250, verbose_name='ชื่อเต็ม')),
                ('short_name', config.thai.fields.LineField(blank=True, max_length=80, verbose_name='ชื่อย่อ')),
                ('name_en', config.thai.fields.LineField(blank=True, max_length=250, verbose_name='ชื่อภาษาอังกฤษ')),
                ('kind', models.CharField(choices=[('ministry', 'กระทรวง'), ('department', 'กรมหรือเทียบเท่า'), ('division', 'กอง/สำนัก'), ('regional_centre', 'ศูนย์ส่งเสริมอุตสาหกรรมภาค'), ('regional_office', 'หน่วยงานส่วนกลางในภูมิภาค'), ('provincial_office', 'สำนักงานอุตสาหกรรมจังหวัด'), ('state_enterprise', 'รัฐวิสาหกิจ'), ('bank', 'ธนาคาร'), ('branch', 'สาขา/ภาคของธนาคาร'), ('research_centre', 'ศูนย์วิจัยและพัฒนา'), ('facility', 'ศูนย์บริการ/สถานที่ในสังกัด'), ('industrial_estate', 'นิคม/สวนอุตสาหกรรม'), ('enterprise', 'สถานประกอบการ'), ('community', 'ชุมชน/วิสาหกิจชุมชน'), ('fund', 'กองทุน'), ('province', 'จังหวัด (ส่วนราชการ)'), ('chamber', 'หอการค้า/สภาอุตสาหกรรม'), ('other', 'อื่น ๆ')], db_index=True, max_length=20, verbose_name='ประเภท')),
                ('address', config.thai.fields.BlockField(blank=True, verbose_name='ที่อยู่')),
                ('opened_on', config.thai.fields.DayField(blank=True, null=True, verbose_name='วันที่จัดตั้ง')),
                ('closed_on', config.thai.fields.DayField(blank=True, null=True, verbose_name='วันสุดท้ายที่ดำเนินงาน')),
                ('source', config.thai.fields.BlockField(blank=True, verbose_name='แหล่งอ้างอิง')),
                ('verified', models.CharField(choices=[('seen', 'เห็นในแหล่งอ้างอิง'), ('derived', 'อนุมานจากแหล่งอ้างอิง'), ('general_knowledge', 'ความรู้ทั่วไป ยังไม่ได้ตรวจสอบ'), ('office', 'เจ้าหน้าที่ยืนยัน')], default='office', max_length=20, verbose_name='ความน่าเชื่อถือ')),
                ('note', config.thai.fields.BlockField(blank=True, verbose_name='หมายเหตุ')),
                ('sort_key', config.thai.fields.SortKeyField(db_index=True, max_length=255, source='label')),
                ('search', models.GeneratedField(db_persist=True, expression=config.thai.fields.Fold('name', 'short_name', 'name_en'), output_field=models.TextField())),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='units.unit', verbose_name='หน่วยงานต้นสังกัด')),
                ('province', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='units.province', verbose_name='จังหวัดที่ตั้ง')),
                ('successor', models.ForeignKey(blank=True, help_text='เมื่อเปลี่ยนชื่อหรือยุบรวม ให้เพิ่มหน่วยงานใหม่ แล้วระบุไว้ที่หน่วยงานเดิม', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='units.unit', verbose_name='หน่วยงานที่สืบต่อ')),
            ],
            options={
                'verbose_name': 'หน่วยงาน',
                'verbose_name_plural': 'หน่วยงาน',
                'ordering': ['sort_key', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('source', config.thai.fields.BlockField(blank=True, verbose_name='แหล่งอ้างอิง')),
                ('verified', models.CharField(choices=[('seen', 'เห็นในแหล่งอ้างอิง'), ('derived', 'อนุมานจากแหล่งอ้างอิง'), ('general_knowledge', 'ความรู้ทั่วไป ยังไม่ได้ตรวจสอบ'), ('office', 'เจ้าหน้าที่ยืนยัน')], default='office', max_length=20, verbose_name='ความน่าเชื่อถือ')),
                ('note', config.thai.fields.BlockField(blank=True, verbose_name='หมายเหตุ')),
                ('province', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='units.province', verbose_name='จังหวัด')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responsibilities', to='units.unit', verbose_name='หน่วยงาน')),
            ],
            options={
                'verbose_name': 'จังหวัดในความรับผิดชอบ',
                'verbose_name_plural': 'จังหวัดในความรับผิดชอบ',
                'ordering': ['province__sort_key'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalUnitAlias',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('alias', config.thai.fields.LineField(max_length=250, verbose_name='ชื่อเรียกอื่น')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit', verbose_name='หน่วยงาน')),
            ],
            options={
                'verbose_name': 'historical ชื่อเรียกอื่นของหน่วยงาน',
                'verbose_name_plural': 'historical ชื่อเรียกอื่นของหน่วยงาน',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUnit',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(blank=True, db_index=True, max_length=40, null=True, verbose_name='รหัส')),
                ('name', config.thai.fields.LineField(max_length=250, verbose_name='ชื่อเต็ม')),
                ('short_name', config.thai.fields.LineField(blank=True, max_length=80, verbose_name='ชื่อย่อ')),
                ('name_en', config.thai.fields.LineField(blank=True, max_length=250, verbose_name='ชื่อภาษาอังกฤษ')),
                ('kind', models.CharField(choices=[('ministry', 'กระทรวง'), ('department', 'กรมหรือเทียบเท่า'), ('division', 'กอง/สำนัก'), ('regional_centre', 'ศูนย์ส่งเสริมอุตสาหกรรมภาค'), ('regional_office', 'หน่วยงานส่วนกลางในภูมิภาค'), ('provincial_office', 'สำนักงานอุตสาหกรรมจังหวัด'), ('state_enterprise', 'รัฐวิสาหกิจ'), ('bank', 'ธนาคาร'), ('branch', 'สาขา/ภาคของธนาคาร'), ('research_centre', 'ศูนย์วิจัยและพัฒนา'), ('facility', 'ศูนย์บริการ/สถานที่ในสังกัด'), ('industrial_estate', 'นิคม/สวนอุตสาหกรรม'), ('enterprise', 'สถานประกอบการ'), ('community', 'ชุมชน/วิสาหกิจชุมชน'), ('fund', 'กองทุน'), ('province', 'จังหวัด (ส่วนราชการ)'), ('chamber', 'หอการค้า/สภาอุตสาหกรรม'), ('other', 'อื่น ๆ')], db_index=True, max_length=20, verbose_name='ประเภท')),
                ('address', config.thai.fields.BlockField(blank=True, verbose_name='ที่อยู่')),
                ('opened_on', config.thai.fields.DayField(blank=True, null=True, verbose_name='วันที่จัดตั้ง')),
                ('closed_on', config.thai.fields.DayField(blank=True, null=True, verbose_name='วันสุดท้ายที่ดำเนินงาน')),
                ('source', config.thai.fields.BlockField(blank=True, verbose_name='แหล่งอ้างอิง')),
                ('verified', models.CharField(choices=[('seen', 'เห็นในแหล่งอ้างอิง'), ('derived', 'อนุมานจากแหล่งอ้างอิง'), ('general_knowledge', 'ความรู้ทั่วไป ยังไม่ได้ตรวจสอบ'), ('office', 'เจ้าหน้าที่ยืนยัน')], default='office', max_length=20, verbose_name='ความน่าเชื่อถือ')),
                ('note', config.thai.fields.BlockField(blank=True, verbose_name='หมายเหตุ')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.province', verbose_name='จังหวัดที่ตั้ง')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit', verbose_name='หน่วยงานต้นสังกัด')),
                ('successor', models.ForeignKey(blank=True, db_constraint=False, help_text='เมื่อเปลี่ยนชื่อหรือยุบรวม ให้เพิ่มหน่วยงานใหม่ แล้วระบุไว้ที่หน่วยงานเดิม', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit', verbose_name='หน่วยงานที่สืบต่อ')),
            ],
            options={
                'verbose_name': 'historical หน่วยงาน',
                'verbose_name_plural': 'historical หน่วยงาน',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalResponsibility',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('source', config.thai.fields.BlockField(blank=True, verbose_name='แหล่งอ้างอิง')),
                ('verified', models.CharField(choices=[('seen', 'เห็นในแหล่งอ้างอิง'), ('derived', 'อนุมานจากแหล่งอ้างอิง'), ('general_knowledge', 'ความรู้ทั่วไป ยังไม่ได้ตรวจสอบ'), ('office', 'เจ้าหน้าที่ยืนยัน')], default='office', max_length=20, verbose_name='ความน่าเชื่อถือ')),
                ('note', config.thai.fields.BlockField(blank=True, verbose_name='หมายเหตุ')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('province', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.province', verbose_name='จังหวัด')),
                ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit', verbose_name='หน่วยงาน')),
            ],
            options={
                'verbose_name': 'historical จังหวัดในความรับผิดชอบ',
                'verbose_name_plural': 'historical จังหวัดในความรับผิดชอบ',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='UnitAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('alias', config.thai.fields.LineField(max_length=250, verbose_name='ชื่อเรียกอื่น')),
                ('search', models.GeneratedField(db_persist=True, expression=config.thai.fields.Fold('alias'), output_field=models.TextField())),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='units.unit', verbose_name='หน่วยงาน')),
            ],
            options={
                'verbose_name': 'ชื่อเรียกอื่นของหน่วยงาน',
                'verbose_name_plural': 'ชื่อเรียกอื่นของหน่วยงาน',
                'ordering': ['alias'],
            },
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['ministry', 'department', 'division', 'regional_centre', 'regional_office', 'provincial_office', 'state_enterprise', 'bank', 'branch', 'research_centre', 'facility', 'industrial_estate', 'enterprise', 'community', 'fund', 'province', 'chamber', 'other'])), name='unit_kind_known', violation_error_message='ค่านี้ไม่อยู่ในรายการที่เลือกได้'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('verified__in', ['seen', 'derived', 'general_knowledge', 'office'])), name='unit_verified_known', violation_error_message='ค่านี้ไม่อยู่ในรายการที่เลือกได้'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('opened_on', None), ('opened_on__range', (datetime.date(1957, 1, 1), datetime.date(2157, 12, 31))), _connector='OR'), name='unit_opened_on_in_range', violation_error_message='ปีต้องอยู่ระหว่าง พ.ศ. 2500 ถึง 2700'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__range', (datetime.date(1957, 1, 1), datetime.date(2157, 12, 31))), _connector='OR'), name='unit_closed_on_in_range', violation_error_message='ปีต้องอยู่ระหว่าง พ.ศ. 2500 ถึง 2700'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('opened_on', None), ('closed_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='unit_closes_after_opening', violation_error_message='วันสุดท้ายที่ดำเนินงานต้องไม่ก่อนวันที่จัดตั้ง'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='unit_not_its_own_parent', violation_error_message='หน่วยงานเป็นต้นสังกัดของตนเองไม่ได้'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('successor', models.F('pk')), _negated=True), _connector='OR'), name='unit_not_its_own_successor', violation_error_message='หน่วยงานสืบต่อจากตนเองไม่ได้'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.CheckConstraint(condition=models.Q(('verified__in', ['seen', 'derived', 'general_knowledge', 'office'])), name='responsibility_verified_known', violation_error_message='ค่านี้ไม่อยู่ในรายการที่เลือกได้'),
        ),
        migrations.AddConstraint(
            model_name='responsibility',
            constraint=models.UniqueConstraint(fields=('unit', 'province'), name='responsibility_once', violation_error_message='หน่วยงานนี้รับผิดชอบจังหวัดนี้อยู่แล้ว'),
        ),
        migrations.AddConstraint(
            model_name='unitalias',
            constraint=models.UniqueConstraint(fields=('unit', 'alias'), name='unit_alias_once', violation_error_message='หน่วยงานนี้มีชื่อเรียกนี้แล้ว'),
        ),
    ]
