import "../styles/calendar.css";
import { startCopying } from "../src/copy";
import { startBooking } from "../src/calendar/booking";
import { startDrag } from "../src/calendar/drag";
import { startMarks } from "../src/calendar/marks";
import { startNow } from "../src/calendar/now";
import { startRefresh } from "../src/calendar/refresh";
import { startRoving } from "../src/calendar/roving";
import { startSelect } from "../src/calendar/select";

startNow();
startMarks();
startBooking();
startDrag();
startSelect();
startRoving();
startRefresh();
startCopying();
