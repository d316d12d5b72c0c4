import "../src/editor/editor.css";
import { sendUnsent } from "../src/editor/unsent";

void sendUnsent();
