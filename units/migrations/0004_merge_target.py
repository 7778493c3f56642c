from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("units", "0003_successions")]
    operations = [
        migrations.RemoveConstraint(model_name="merge", name="merge_of_two"),
        migrations.RenameField(model_name="merge", old_name="kept", new_name="target"),
        migrations.RenameField(model_name="merge", old_name="kept_name", new_name="target_name"),
        migrations.RenameField(model_name="historicalmerge", old_name="kept", new_name="target"),
        migrations.RenameField(model_name="historicalmerge", old_name="kept_name", new_name="target_name"),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=~Q(target=F("dropped")),
                name="merge_of_two",
                violation_error_message="รวมรายการเข้ากับตัวเองไม่ได้",
            ),
        ),
    ]
