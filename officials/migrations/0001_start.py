import config.thai.fields
import django.contrib.auth.validators
import django.utils.timezone
import officials.models.account
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):

    # A database that was made by all of these goes on from here; none of them is kept.
    replaces = [('officials', '0001_initial')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(blank=True, max_length=80, null=True, unique=True, verbose_name='รหัส')),
                ('kind', models.CharField(choices=[('substantive', 'ดำรงตำแหน่ง'), ('acting', 'รักษาราชการแทน'), ('caretaker', 'รักษาการในตำแหน่ง'), ('delegated', 'ปฏิบัติราชการแทน'), ('seconded', 'ช่วยราชการ')], default='substantive', max_length=12, verbose_name='ลักษณะ')),
                ('starts_on', config.thai.fields.DayField(blank=True, null=True, verbose_name='ตั้งแต่วันที่')),
                ('ends_on', config.thai.fields.DayField(blank=True, null=True, verbose_name='ถึงวันที่')),
                ('stated_first', config.thai.fields.DayField(blank=True, help_text='วันแรกที่แหล่งข้อมูลระบุตำแหน่งนี้ เมื่อไม่ทราบวันแต่งตั้ง', null=True, verbose_name='ปรากฏครั้งแรก')),
                ('stated_last', config.thai.fields.DayField(blank=True, null=True, verbose_name='ปรากฏครั้งล่าสุด')),
                ('order_no', config.thai.fields.LineField(blank=True, help_text='เลขที่คำสั่งหรือประกาศแต่งตั้ง', max_length=120, verbose_name='คำสั่ง')),
                ('source', config.thai.fields.BlockField(blank=True, verbose_name='แหล่งอ้างอิง')),
                ('verified', models.CharField(choices=[('seen', 'เห็นในแหล่งอ้างอิง'), ('derived', 'อนุมานจากแหล่งอ้างอิง'), ('general_knowledge', 'ความรู้ทั่วไป ยังไม่ได้ตรวจสอบ'), ('office', 'เจ้าหน้าที่ยืนยัน')], default='office', max_length=20, verbose_name='ความน่าเชื่อถือ')),
                ('note', config.thai.fields.BlockField(blank=True, verbose_name='หมายเหตุ')),
            ],
            options={
                'verbose_name': 'การดำรงตำแหน่ง',
                'verbose_name_plural': 'การดำรงตำแหน่ง',
                'ordering': ['official', 'starts_on', 'stated_first'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAppointment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(blank=True, db_index=True, max_length=80, null=True, verbose_name='รหัส')),
                ('kind', models.CharField(choices=[('substantive', 'ดำรงตำแหน่ง'), ('acting', 'รักษาราชการแทน'), ('caretaker', 'รักษาการในตำแหน่ง'), ('delegated', 'ปฏิบัติราชการแทน'), ('seconded', 'ช่วยราชการ')], default='substantive', max_length=12, verbose_name='ลักษณะ')),
                ('starts_on', config.thai.fields.DayField(blank=True, null=True, verbose_name='ตั้งแต่วันที่')),
                ('ends_on', config.thai.fields.DayField(blank=True, null=True, verbose_name='ถึงวันที่')),
                ('stated_first', config.thai.fields.DayField(blank=True, help_text='วันแรกที่แหล่งข้อมูลระบุตำแหน่งนี้ เมื่อไม่ทราบวันแต่งตั้ง', null=True, verbose_name='ปรากฏครั้งแรก')),
                ('stated_last', config.thai.fields.DayField(blank=True, null=True, verbose_name='ปรากฏครั้งล่าสุด')),
                ('order_no', config.thai.fields.LineField(blank=True, help_text='เลขที่คำสั่งหรือประกาศแต่งตั้ง', max_length=120, verbose_name='คำสั่ง')),
                ('source', config.thai.fields.BlockField(blank=True, verbose_name='แหล่งอ้างอิง')),
                ('verified', models.CharField(choices=[('seen', 'เห็นในแหล่งอ้างอิง'), ('derived', 'อนุมานจากแหล่งอ้างอิง'), ('general_knowledge', 'ความรู้ทั่วไป ยังไม่ได้ตรวจสอบ'), ('office', 'เจ้าหน้าที่ยืนยัน')], default='office', max_length=20, verbose_name='ความน่าเชื่อถือ')),
                ('note', config.thai.fields.BlockField(blank=True, verbose_name='หมายเหตุ')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical การดำรงตำแหน่ง',
                'verbose_name_plural': 'historical การดำรงตำแหน่ง',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalIdentity',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('issuer', models.CharField(max_length=300, verbose_name='ผู้ให้บริการบัญชีกลาง')),
                ('subject', models.CharField(max_length=255, verbose_name='รหัสบุคคลในบัญชีกลาง')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical บัญชีกลางที่ผูกไว้',
                'verbose_name_plural': 'historical บัญชีกลางที่ผูกไว้',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalOfficial',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(blank=True, db_index=True, max_length=40, null=True, verbose_name='รหัส')),
                ('prefix', config.thai.fields.LineField(blank=True, help_text='นาย นาง นางสาว หรือยศ', max_length=40, verbose_name='คำนำหน้า/ยศ')),
                ('academic_title', config.thai.fields.LineField(blank=True, help_text='เช่น ดร. ไม่พิมพ์ในหนังสือราชการ', max_length=40, verbose_name='ตำแหน่งทางวิชาการ')),
                ('first_name', config.thai.fields.LineField(max_length=120, verbose_name='ชื่อ')),
                ('last_name', config.thai.fields.LineField(blank=True, max_length=120, verbose_name='นามสกุล')),
                ('is_external', models.BooleanField(default=False, verbose_name='บุคคลภายนอกกระทรวง')),
                ('left_on', config.thai.fields.DayField(blank=True, help_text='เกษียณ ลาออก หรือถึงแก่กรรม', null=True, verbose_name='วันสุดท้ายที่ปฏิบัติหน้าที่')),
                ('note', config.thai.fields.BlockField(blank=True, verbose_name='หมายเหตุ')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical บุคคล',
                'verbose_name_plural': 'historical บุคคล',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalOfficialAlias',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('alias', config.thai.fields.LineField(max_length=250, verbose_name='ชื่อเรียกอื่น')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical ชื่อเรียกอื่นของบุคคล',
                'verbose_name_plural': 'historical ชื่อเรียกอื่นของบุคคล',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPost',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(blank=True, db_index=True, max_length=60, null=True, verbose_name='รหัส')),
                ('title', config.thai.fields.LineField(max_length=250, verbose_name='ชื่อตำแหน่งเต็ม')),
                ('abbreviation', config.thai.fields.LineField(blank=True, max_length=60, verbose_name='ชื่อย่อ')),
                ('rank', models.PositiveSmallIntegerField(default=500, help_text='เลขน้อยอยู่ก่อน เช่น ปลัดกระทรวง 10 รองปลัดกระทรวง 20', verbose_name='ลำดับอาวุโส')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical ตำแหน่ง',
                'verbose_name_plural': 'historical ตำแหน่ง',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRequiredFactor',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical บทบาทที่ต้องยืนยันตัวตนสองขั้น',
                'verbose_name_plural': 'historical บทบาทที่ต้องยืนยันตัวตนสองขั้น',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalUser',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('history_user_name', models.CharField(max_length=300, verbose_name='ผู้บันทึก')),
                ('history_change_reason', models.TextField(blank=True, null=True, verbose_name='เหตุผล')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical บัญชีผู้ใช้',
                'verbose_name_plural': 'historical บัญชีผู้ใช้',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('issuer', models.CharField(max_length=300, verbose_name='ผู้ให้บริการบัญชีกลาง')),
                ('subject', models.CharField(max_length=255, verbose_name='รหัสบุคคลในบัญชีกลาง')),
            ],
            options={
                'verbose_name': 'บัญชีกลางที่ผูกไว้',
                'verbose_name_plural': 'บัญชีกลางที่ผูกไว้',
                'ordering': ['user__username'],
            },
        ),
        migrations.CreateModel(
            name='Official',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name='รหัส')),
                ('prefix', config.thai.fields.LineField(blank=True, help_text='นาย นาง นางสาว หรือยศ', max_length=40, verbose_name='คำนำหน้า/ยศ')),
                ('academic_title', config.thai.fields.LineField(blank=True, help_text='เช่น ดร. ไม่พิมพ์ในหนังสือราชการ', max_length=40, verbose_name='ตำแหน่งทางวิชาการ')),
                ('first_name', config.thai.fields.LineField(max_length=120, verbose_name='ชื่อ')),
                ('last_name', config.thai.fields.LineField(blank=True, max_length=120, verbose_name='นามสกุล')),
                ('is_external', models.BooleanField(default=False, verbose_name='บุคคลภายนอกกระทรวง')),
                ('left_on', config.thai.fields.DayField(blank=True, help_text='เกษียณ ลาออก หรือถึงแก่กรรม', null=True, verbose_name='วันสุดท้ายที่ปฏิบัติหน้าที่')),
                ('note', config.thai.fields.BlockField(blank=True, verbose_name='หมายเหตุ')),
                ('sort_key', config.thai.fields.SortKeyField(db_index=True, max_length=255, source='bare_name')),
                ('search', models.GeneratedField(db_persist=True, expression=config.thai.fields.Fold('prefix', 'first_name', 'last_name', 'academic_title'), output_field=models.TextField())),
            ],
            options={
                'verbose_name': 'บุคคล',
                'verbose_name_plural': 'บุคคล',
                'ordering': ['sort_key', 'pk'],
                'permissions': [('view_person_data', 'รวบรวมข้อมูลทั้งหมดที่มีเกี่ยวกับบุคคลหนึ่ง')],
            },
        ),
        migrations.CreateModel(
            name='OfficialAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('alias', config.thai.fields.LineField(max_length=250, verbose_name='ชื่อเรียกอื่น')),
                ('search', models.GeneratedField(db_persist=True, expression=config.thai.fields.Fold('alias'), output_field=models.TextField())),
            ],
            options={
                'verbose_name': 'ชื่อเรียกอื่นของบุคคล',
                'verbose_name_plural': 'ชื่อเรียกอื่นของบุคคล',
                'ordering': ['alias'],
            },
        ),
        migrations.CreateModel(
            name='OpenSession',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('since', models.DateTimeField(verbose_name='เข้าสู่ระบบเมื่อ')),
                ('seen', models.DateTimeField(verbose_name='ใช้งานล่าสุด')),
                ('device', models.CharField(blank=True, max_length=80, verbose_name='อุปกรณ์')),
            ],
            options={
                'verbose_name': 'การเข้าสู่ระบบ',
                'verbose_name_plural': 'การเข้าสู่ระบบ',
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('code', models.CharField(blank=True, max_length=60, null=True, unique=True, verbose_name='รหัส')),
                ('title', config.thai.fields.LineField(max_length=250, verbose_name='ชื่อตำแหน่งเต็ม')),
                ('abbreviation', config.thai.fields.LineField(blank=True, max_length=60, verbose_name='ชื่อย่อ')),
                ('rank', models.PositiveSmallIntegerField(default=500, help_text='เลขน้อยอยู่ก่อน เช่น ปลัดกระทรวง 10 รองปลัดกระทรวง 20', verbose_name='ลำดับอาวุโส')),
                ('sort_key', config.thai.fields.SortKeyField(db_index=True, max_length=255, source='title')),
                ('search', models.GeneratedField(db_persist=True, expression=config.thai.fields.Fold('title', 'abbreviation'), output_field=models.TextField())),
            ],
            options={
                'verbose_name': 'ตำแหน่ง',
                'verbose_name_plural': 'ตำแหน่ง',
                'ordering': ['rank', 'sort_key'],
            },
        ),
        migrations.CreateModel(
            name='RequiredFactor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
            ],
            options={
                'verbose_name': 'บทบาทที่ต้องยืนยันตัวตนสองขั้น',
                'verbose_name_plural': 'บทบาทที่ต้องยืนยันตัวตนสองขั้น',
                'ordering': ['group__name'],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sign_in', 'เข้าสู่ระบบ'), ('refused', 'เข้าสู่ระบบไม่สำเร็จ'), ('sign_out', 'ออกจากระบบ'), ('export', 'รับแฟ้มข้อมูล'), ('print', 'เปิดหน้าพิมพ์'), ('file', 'เปิดไฟล์ใช้ภายใน'), ('feed', 'ปฏิทินในโทรศัพท์รับข้อมูล'), ('wrongkey', 'ขอปฏิทินด้วยที่อยู่ที่ไม่ถูกต้อง'), ('contact', 'ดูข้อมูลติดต่อ'), ('person', 'รวบรวมข้อมูลของบุคคล'), ('clearing', 'ลบบันทึกที่พ้นกำหนดเก็บ')], max_length=8, verbose_name='การใช้งาน')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='เมื่อ')),
                ('by_name', models.CharField(max_length=300, verbose_name='ผู้ใช้')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='ที่อยู่เครือข่าย')),
                ('what', models.CharField(blank=True, max_length=1000, verbose_name='รายละเอียด')),
                ('path', models.CharField(blank=True, max_length=1000, verbose_name='ที่อยู่หน้า')),
            ],
            options={
                'verbose_name': 'บันทึกการใช้งาน',
                'verbose_name_plural': 'บันทึกการใช้งาน',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('version', models.PositiveIntegerField(default=0, editable=False, verbose_name='รุ่นของข้อมูล')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'บัญชีผู้ใช้',
                'verbose_name_plural': 'บัญชีผู้ใช้',
                'ordering': ['username'],
                'permissions': [('view_everything', 'ดูข้อมูลทั้งหมด รวมทั้งร่างและข้อมูลใช้ภายในหน่วยงาน'), ('view_trail', 'ดูประวัติการแก้ไขของทุกคนทั้งระบบ'), ('revert_change', 'คืนค่าเดิมของการแก้ไข')],
            },
            managers=[
                ('objects', officials.models.account.TrackedUserManager()),
            ],
        ),
    ]
