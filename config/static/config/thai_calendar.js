/* The admin's pickers in the Buddhist era: inside they count Gregorian years, people read and type Thai ones. */
'use strict';
{
    const ERA = 543;
    const { draw } = window.CalendarNamespace;
    const { strftime } = Date.prototype;
    const { strptime } = String.prototype;

    const arabicDigits = text => text.replace(/[๐-๙]/g, digit => '๐๑๒๓๔๕๖๗๘๙'.indexOf(digit));

    window.CalendarNamespace.draw = function(month, year, divId, ...rest) {
        draw.call(this, month, year, divId, ...rest);
        const caption = document.querySelector(`#${divId} caption`);
        caption.textContent = `${window.CalendarNamespace.monthsOfYear[month - 1]} ${parseInt(year) + ERA}`;
    };

    Date.prototype.strftime = function(format) {
        return strftime.call(this, format.replace('%Y', this.getFullYear() + ERA));
    };

    // A year from 2400 on is Buddhist-era, as on the server.
    String.prototype.strptime = function(format) {
        const typed = arabicDigits(this.trim()).replace(/\d{4}/, year => year >= 2400 ? year - ERA : year);
        return strptime.call(typed, format);
    };

    // Office hours instead of midnight and 6 a.m.
    window.DateTimeShortcuts.clockHours.default_ = [
        [gettext('Now'), -1], ...[9, 10, 13, 14, 15].map(hour => [`${String(hour).padStart(2, '0')}.00 น.`, hour]),
    ];
}
