from django.db import migrations, models
import django.db.models.deletion

FOREIGN_KEY = 'visits_directive_visit_id_58a69234'


class Migration(migrations.Migration):

    dependencies = [
        ('visits', '0027_pinned_filters'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='assignment',
            name='assignment_unit_state',
        ),
        migrations.RemoveIndex(
            model_name='directive',
            name='directive_followed_up',
        ),
        migrations.RemoveIndex(
            model_name='visit',
            name='visit_days',
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['unit', 'state', 'effective_due_on', 'directive'], name='assignment_unit_state'),
        ),
        migrations.AddIndex(
            model_name='directive',
            index=models.Index(fields=['follow_up', 'overall_state', 'kind', 'due_on', 'id'], name='directive_followed_up'),
        ),
        migrations.AddIndex(
            model_name='directive',
            index=models.Index(fields=['visit', 'follow_up', 'overall_state', 'kind', 'id'], name='directive_visit_state'),
        ),
        migrations.AddIndex(
            model_name='progress',
            index=models.Index(fields=['state', 'assignment', 'recorded_at'], name='progress_state_moment'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['starts_on', 'ends_on', 'status', 'trip', 'id'], name='visit_days'),
        ),
        # In place of the index of the foreign key. To alter the field, SQLite would make the table anew, without the triggers
        # that keep its words.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'DROP INDEX IF EXISTS {FOREIGN_KEY}',
                    f'CREATE INDEX {FOREIGN_KEY} ON visits_directive (visit_id)',
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='directive',
                    name='visit',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='directives', to='visits.visit', verbose_name='การตรวจเยี่ยม'),
                ),
            ],
        ),
    ]
