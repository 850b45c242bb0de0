// The components of govuk-frontend on the signed-in pages. Without this script every page works, with less comfort.
import { initAll } from "./govuk-frontend.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
