/* A plus beside a box gets what Django's script reads of it, before that script sees the press. */
'use strict';
document.addEventListener('click', (event) => {
    const plus = event.target.closest('.related-widget-wrapper > .add-related');
    if (plus) {
        plus.id = `add_${plus.parentElement.querySelector('select').id}`;
        plus.classList.add('related-widget-wrapper-link');
        plus.dataset.popup = 'yes';
    }
}, true);
