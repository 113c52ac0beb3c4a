import { light, more } from "./light.js";
light(document.querySelector("main"));
more(document.querySelector("main"));
