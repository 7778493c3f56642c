/*
 * The form of a visit: name and position of the day are proposed and compared while one types, people are picked into
 * rows of their own, a directive offers the units of those present, and the keyboard goes from field to field.
 * The server does without all of this.
 */
'use strict';
{
    const $ = django.jQuery;
    const form = () => document.getElementById('visit_form');
    const day = () => document.getElementById('id_starts_on');
    const beside = (address) => window.location.pathname.replace(/(add|\d+\/change)\/$/, address);
    const people = 'select[name^="attendances-"][name$="-official"]';
    const PRESENT = /^attendances-\d+-official$/;

    const rows = () => Array.from(document.querySelectorAll(people)).filter((select) => PRESENT.test(select.name));
    const cell = (select, name) => select.form.elements[select.name.replace(/official$/, name)];

    async function ask(address, parameters) {
        const answer = await fetch(`${beside(address)}?${parameters}`, {credentials: 'same-origin'});
        return answer.ok ? answer.json() : null;
    }

    /* Name and position of the day */

    function fill(input, value) {
        if (input && (!input.value || input.value === input.dataset.proposed)) {
            input.value = value;
            input.dataset.proposed = value;
        }
    }

    function take(select, proposed) {
        const position = cell(select, 'position');
        position.value = proposed.position;
        position.dataset.proposed = proposed.position;
        cell(select, 'is_unconfirmed').checked = proposed.is_unconfirmed;
        offer(select, null);
    }

    /* Below a position that is another than the register's stands that line, to be taken by one press. */
    function offer(select, proposed) {
        const position = cell(select, 'position');
        const before = position.parentElement.querySelector('.register-position');
        if (before) {
            before.remove();
        }
        if (proposed && proposed.position && position.value !== proposed.position) {
            const button = document.createElement('button');
            button.type = 'button';
            button.className = 'register-position';
            button.textContent = `ทำเนียบ ณ วันนั้น: ${proposed.position} (ใช้)`;
            button.addEventListener('click', () => take(select, proposed));
            position.after(button);
        }
    }

    async function propose(select) {
        if (!day().value || !select.value) {
            return;
        }
        const proposed = await ask('position/', new URLSearchParams({official: select.value, on: day().value}));
        if (!proposed) {
            return;
        }
        fill(cell(select, 'name'), proposed.name);
        const position = cell(select, 'position');
        fill(position, proposed.position);
        if (position.value === proposed.position) {
            cell(select, 'is_unconfirmed').checked = proposed.is_unconfirmed;
        }
        offer(select, proposed);
    }

    const proposeAll = () => rows().forEach(propose);

    /* Picking several people: each becomes a row with a role of its own; the first one leads. */

    let adding = false;

    function addRow(prefix) {
        adding = true;
        document.querySelector(`#${prefix}-group .add-row a`).click();
        adding = false;
        const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
        return Number(total.value) - 1;
    }

    function choose(select, id, text) {
        if (!Array.from(select.options).some((option) => option.value === String(id))) {
            select.append(new Option(text, id, true, true));
        }
        const values = select.multiple ? [...$(select).val(), String(id)] : String(id);
        $(select).val(values).trigger('change');
    }

    function pick(event) {
        const {id, text} = event.params.data;
        const box = event.target;
        $(box).val($(box).val().filter((value) => value !== String(id))).trigger('change');
        if (rows().some((select) => select.value === String(id))) {
            return;
        }
        const roles = rows().filter((select) => select.value).map((select) => cell(select, 'role').value);
        const select = document.getElementById(`id_attendances-${addRow('attendances')}-official`);
        const wanted = document.getElementById('id_add_role').value;
        choose(select, id, text);
        cell(select, 'role').value = wanted === 'companion' && !roles.includes('lead') ? 'lead' : wanted;
        propose(select);
    }

    /* The fifty groups that a directive can go to are asked for once, not written into every row. */

    let groups = null;

    async function offerGroups(number) {
        groups = groups || ask('units/', new URLSearchParams({groups: 1, on: day().value}));
        const answer = await groups;
        const select = document.getElementById(`id_directives-${number}-for_group`);
        if (answer && select) {
            const known = new Set(Array.from(select.options, (option) => option.value));
            select.append(...answer.groups.filter(({id}) => !known.has(id)).map(({id, text}) => new Option(text, id)));
        }
    }

    /* The units that a directive can go to: those of the people present, the one visited, those of the one before. */

    function chip(text, press) {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'unit-chip';
        button.textContent = text;
        button.addEventListener('click', press);
        return button;
    }

    async function offerUnits(number) {
        const select = document.getElementById(`id_directives-${number}-for_units`);
        if (!select) {
            return;
        }
        const offered = [];
        const visited = document.getElementById('id_unit');
        if (visited.value) {
            offered.push({id: visited.value, text: visited.selectedOptions[0].textContent});
        }
        const parameters = new URLSearchParams({on: day().value});
        rows().filter((row) => row.value).forEach((row) => parameters.append('official', row.value));
        const present = parameters.has('official') ? await ask('units/', parameters) : null;
        const place = select.closest('.form-row');
        const old = place.querySelector('.unit-chips');
        if (old) {
            old.remove();
        }
        const list = document.createElement('div');
        list.className = 'unit-chips';
        const before = document.getElementById(`id_directives-${number - 1}-for_units`);
        if (before) {
            list.append(chip('หน่วยงานเดียวกับข้อก่อน', () => {
                Array.from(before.selectedOptions).forEach((option) => choose(select, option.value, option.textContent));
            }));
        }
        const seen = new Set();
        for (const unit of [...offered, ...(present ? present.units : [])]) {
            if (!seen.has(String(unit.id))) {
                seen.add(String(unit.id));
                list.append(chip(`+ ${unit.text}`, () => choose(select, unit.id, unit.text)));
            }
        }
        place.append(list);
    }

    /* A new directive is proposed the giver of the one before, else the one who leads. */
    function proposeGiver(number) {
        const giver = document.getElementById(`id_directives-${number}-given_by`);
        const before = document.getElementById(`id_directives-${number - 1}-given_by`);
        const lead = rows().find((select) => cell(select, 'role').value === 'lead');
        const source = before && before.value ? before : lead;
        if (giver && !giver.value && source && source.value) {
            choose(giver, source.value, source.selectedOptions[0].textContent);
        }
    }

    /* The keyboard */

    function focusFirst(row) {
        const target = row.querySelector('textarea[name$="-text"]') || row.querySelector('.field-official .select2-selection')
            || row.querySelector('input:not([type=hidden]), select, textarea');
        if (target) {
            target.focus();
        }
    }

    function added(event) {
        const name = event.detail.formsetName;
        const number = Number((event.target.id.match(/-(\d+)$/) || [])[1]);
        if (name === 'directives') {
            proposeGiver(number);
            offerUnits(number);
            offerGroups(number);
        }
        if (!adding) {
            setTimeout(() => focusFirst(event.target), 0);
        }
    }

    function nextField(from) {
        const fields = Array.from(form().querySelectorAll(
            'input:not([type=hidden]):not([disabled]), select:not(.select2-hidden-accessible), textarea, .select2-selection'
        )).filter((field) => field.offsetParent !== null && field.tabIndex >= 0);
        return fields[fields.indexOf(from) + 1];
    }

    /* Enter goes on to the next field; with Ctrl it saves, as the first button does. */
    function enter(event) {
        if (event.key !== 'Enter' || event.defaultPrevented) {
            return;
        }
        if (event.ctrlKey || event.metaKey) {
            event.preventDefault();
            document.querySelector('input[name="_save"]').click();
        } else if (event.target.matches('input:not([type=submit]):not([type=button])') && !event.target.closest('.select2')) {
            event.preventDefault();
            const next = nextField(event.target);
            if (next) {
                next.focus();
            }
        }
    }

    $(document).on('select2:select', people, (event) => propose(event.target));
    $(document).on('select2:select', '#id_add_people', pick);
    document.addEventListener('formset:added', added);
    $(() => {
        // The list and a certified record have no day to type.
        if (!day()) {
            return;
        }
        day().addEventListener('change', proposeAll);
        // The calendar picker sets the day without a change event, then moves the focus back here.
        day().addEventListener('focus', proposeAll);
        form().addEventListener('keydown', enter);
        document.querySelectorAll('.dynamic-directives').forEach((row) => {
            const number = Number((row.id.match(/-(\d+)$/) || [])[1]);
            offerUnits(number);
            offerGroups(number);
        });
        // The look-ups are made by a script that may come later.
        setTimeout(() => {
            const unit = document.querySelector('#id_unit ~ .select2 .select2-selection, .field-unit .select2-selection');
            if (unit && !document.getElementById('id_unit').value && !document.querySelector('.errornote')) {
                unit.focus();
            }
        }, 0);
    });
}
