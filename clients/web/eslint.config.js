import hooks from "eslint-plugin-react-hooks";
import shared from "../eslint.config.js";

export default [...shared, hooks.configs.flat["recommended-latest"]];
