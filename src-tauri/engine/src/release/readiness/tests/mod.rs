mod answers;
mod template;
