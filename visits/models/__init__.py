"""WHAT: trips, visits, who was there, what was found, ordered and became of it."""

from visits.models.acceptance import Acceptance
from visits.models.attachment import Attachment, AttachmentKind
from visits.models.attendance import Attendance, Role
from visits.models.calendar import CalendarSetting, FilterPage, SavedFilter, WeekStart
from visits.models.counter import Counter, number_all, take_numbers
from visits.models.directive import (
    AWAITED,
    DONE_STATES,
    FOLLOWED_UP,
    OPEN_STATES,
    Directive,
    DirectiveAbout,
    DirectiveDimension,
    DirectiveFinding,
    DirectiveKind,
    DirectiveProgramme,
    DirectiveRelation,
    FollowUp,
    Relation,
    State,
    overall_state,
)
from visits.models.finding import Finding, FindingDimension, FindingKind, FindingProgramme, Topic
from visits.models.follow_up import (
    KEPT,
    Amendment,
    Assignment,
    AssignmentRole,
    FollowUpRound,
    Letter,
    LetterForm,
    Progress,
    RoundDirective,
    Verb,
)
from visits.models.holiday import Holiday
from visits.models.office import Office
from visits.models.policy import Activity, Dimension, Policy, Programme, ProgrammeKind
from visits.models.press_release import PressRelease, PressReleaseVisit
from visits.models.reminder import Reminder, ReminderKind, ReminderSetting
from visits.models.trip import Trip
from visits.models.visit import (
    CALLED_OFF,
    PLANNED,
    RecordState,
    Status,
    Visit,
    VisitActivity,
    VisitPolicy,
)
