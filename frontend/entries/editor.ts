import "../src/editor/editor.css";
import { startEditor } from "../src/editor/editor";

startEditor();
