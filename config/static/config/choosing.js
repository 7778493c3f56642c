/* What is the same for every look-up, told to the library once instead of beside each of a hundred boxes. */
'use strict';
{
    const $ = django.jQuery;
    const defaults = $.fn.select2.defaults;
    defaults.set('ajax--url', '/admin/autocomplete/');
    defaults.set('ajax--type', 'GET');
    defaults.set('ajax--delay', 250);
    defaults.set('ajax--cache', true);
    defaults.set('theme', 'admin-autocomplete');
    defaults.set('placeholder', '');
    defaults.set('allowClear', true);

    // What the library reads from three attributes stands in one; where several are chosen, each has its own cross.
    const draw = $.fn.djangoAdminSelect2;
    $.fn.djangoAdminSelect2 = function () {
        this.each(function () {
            [this.dataset.appLabel, this.dataset.modelName, this.dataset.fieldName] = this.dataset.of.split('.');
            if (this.multiple) {
                this.dataset.allowClear = 'false';
            }
        });
        return draw.call(this);
    };
}
/* Gives the boxes that the look-up library draws the name of the field they stand for. */
'use strict';
{
    const $ = django.jQuery;

    function nameOf(select) {
        const label = document.querySelector(`label[for="${select.id}"]`);
        return select.getAttribute('aria-label') || (label ? label.textContent.trim().replace(/:$/, '') : '');
    }

    function nameBoxes(root) {
        $(root).find('select.admin-autocomplete').addBack('select.admin-autocomplete').each(function () {
            const drawn = $(this).siblings('.select2');
            drawn.find('[role="combobox"], [role="textbox"], .select2-search__field, ul').attr('aria-label', nameOf(this));
            drawn.find('[aria-labelledby]').removeAttr('aria-labelledby');
        });
    }

    $(() => nameBoxes(document));
    document.addEventListener('formset:added', (event) => setTimeout(() => nameBoxes(event.target), 0));
    $(document).on('select2:open', 'select', function () {
        $('.select2-container--open .select2-search__field').attr('aria-label', nameOf(this));
    });
}
/* Typing on a closed look-up opens it with what was typed. */
'use strict';
{
    const $ = django.jQuery;

    document.addEventListener('keydown', (event) => {
        const box = event.target.closest && event.target.closest('.select2-selection--single');
        if (!box || event.key.length !== 1 || event.ctrlKey || event.altKey || event.metaKey || event.key === ' ') {
            return;
        }
        const select = box.closest('.select2').previousElementSibling;
        if (!select || !$(select).data('select2')) {
            return;
        }
        event.preventDefault();
        $(select).select2('open');
        const field = document.querySelector('.select2-container--open .select2-search__field');
        if (field) {
            field.value = event.key;
            field.focus();
            $(field).trigger('input');
        }
    });
}
/* The look-up of people shows their posts on the day that the form names. */
'use strict';
{
    django.jQuery.ajaxPrefilter((options) => {
        const day = document.getElementById('id_starts_on');
        if (day && day.value && options.url.includes('/autocomplete/')) {
            options.url += `${options.url.includes('?') ? '&' : '?'}day=${encodeURIComponent(day.value)}`;
        }
    });
}
/* Enter while the look-up is still asked for what was typed chooses from its answer, not from the list before. */
'use strict';
{
    const $ = django.jQuery;
    const field = () => document.querySelector('.select2-container--open .select2-search__field');
    let asked = false;
    let entered = false;

    document.addEventListener('input', (event) => {
        if (event.target.matches('.select2-search__field')) {
            asked = true;
            entered = false;
        }
    }, true);
    document.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && asked && event.target.matches('.select2-search__field')) {
            event.preventDefault();
            event.stopImmediatePropagation();
            entered = true;
        }
    }, true);
    $(document).on('select2:close', () => {
        asked = entered = false;
    });
    $(document).on('ajaxComplete', (event, answer, options) => {
        const term = new URL(options.url, window.location).searchParams.get('term') || '';
        if (!asked || !options.url.includes('/autocomplete/') || !field() || field().value !== term) {
            return;
        }
        asked = false;
        if (entered) {
            entered = false;
            setTimeout(() => field() && $(field()).trigger($.Event('keydown', {which: 13})), 0);
        }
    });
}
