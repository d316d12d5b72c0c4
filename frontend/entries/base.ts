import "../styles/base.css";
import { startAppearance } from "../src/appearance";
import { startBusy } from "../src/busy";
import { startDates } from "../src/dates";
import { startDialogs } from "../src/dialog";
import { startGuard } from "../src/guard";
import { startKeys } from "../src/keys";
import { startMenus } from "../src/menus";
import { startNet } from "../src/net";
import { startPalette } from "../src/palette";
import { startPanel } from "../src/panel";
import { startRecent } from "../src/recent";
import { startSticky } from "../src/sticky";
import { startToasts } from "../src/toast";

// First, because it may stop a submit that others would count.
startAppearance();
startBusy();
startNet();
startDialogs();
startPanel();
startGuard();
startToasts();
startRecent();
startMenus();
startPalette();
startKeys();
startDates();
startSticky();
