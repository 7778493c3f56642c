/* Proposes name and position of the day while a visit is typed; the server does the same for what is left blank. */
'use strict';
{
    const $ = django.jQuery;
    const day = () => document.getElementById('id_starts_on');
    const address = window.location.pathname.replace(/(add|\d+\/change)\/$/, 'position/');

    const beside = (select, name) => document.getElementById(select.id.replace(/official$/, name));

    function fill(input, value) {
        if (input && (!input.value || input.value === input.dataset.proposed)) {
            input.value = value;
            input.dataset.proposed = value;
        }
    }

    async function propose(select) {
        if (!day().value || !select.value) {
            return;
        }
        const asked = new URLSearchParams({official: select.value, on: day().value});
        const answer = await fetch(`${address}?${asked}`, {credentials: 'same-origin'});
        if (!answer.ok) {
            return;
        }
        const proposed = await answer.json();
        fill(beside(select, 'name'), proposed.name);
        const position = beside(select, 'position');
        fill(position, proposed.position);
        if (position && position.value === proposed.position) {
            beside(select, 'is_unconfirmed').checked = proposed.is_unconfirmed;
        }
    }

    const people = 'select[name^="attendances-"][name$="-official"]';
    const proposeAll = () => document.querySelectorAll(people).forEach(propose);

    $(document).on('select2:select', people, (event) => propose(event.target));
    $(() => {
        // The list and a certified record have no day to type.
        if (!day()) {
            return;
        }
        day().addEventListener('change', proposeAll);
        // The calendar picker sets the day without a change event, then moves the focus back here.
        day().addEventListener('focus', proposeAll);
    });
}
