// Runs before the page is drawn, so that what needs scripts does not jump: says that scripts work.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
